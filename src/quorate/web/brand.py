"""An authority's colours, from its pack, as a style sheet of custom properties."""

from __future__ import annotations

from dataclasses import dataclass

from quorate.web.packs import procedure_of


@dataclass(frozen=True, slots=True)
class Brand:
    """The accent of the pages; the house's own where no pack says any."""

    accent: str = "#1d4e5f"
    accent_dark: str = "#143743"
    accent_tint: str = "#e4eef0"


def brand_of(name: str) -> Brand:
    """The colours in the authority's procedure in force today. Raises PackError where there is no such pack."""
    said = procedure_of(name).data.get("brand")
    return Brand(said["accent"], said["accent_dark"], said["accent_tint"]) if said else Brand()


def stylesheet(brand: Brand) -> str:
    """The colours as custom properties, loaded after the style sheet of the house."""
    return (
        f":root{{--q-accent:{brand.accent};--q-accent-dark:{brand.accent_dark};--q-accent-tint:{brand.accent_tint}}}\n"
    )
