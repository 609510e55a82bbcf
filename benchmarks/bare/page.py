"""The one page: a list of twenty rows."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path


class Row(models.Model):
    """A row of the table that the benchmark makes."""

    name = models.TextField()
    began_on = models.DateField()

    class Meta:
        app_label = "bare"
        db_table = "bench_bare"
        managed = False


def twenty(request: HttpRequest) -> HttpResponse:
    """Twenty rows by name."""
    return render(request, "list.html", {"rows": Row.objects.order_by("name")[:20]})


urlpatterns = [path("", twenty)]
