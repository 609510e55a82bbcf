"""A small browser for the machines among us: keeps cookies, signs in as a made-up person, sends forms."""

from __future__ import annotations

import http.client
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PATIENCE = 20.0  # seconds for one answer


class Refused(Exception):
    """The answer was not the one hoped for."""


class Visitor:
    """One browser on one connection. Not for several threads at once."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._connection: http.client.HTTPConnection | None = None
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, str]:
        """Status and body of a page."""
        status, body, _ = self._ask("GET", path, None)
        return status, body

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Send a form; status and where the answer leads."""
        status, _, location = self._ask("POST", path, {"csrfmiddlewaretoken": self._token, **fields})
        return status, location

    def send(self, path: str, headers: dict[str, str], **fields: str) -> tuple[int, str]:
        """Send a form as the page's script does, with these headers; status and body."""
        status, body, _ = self._ask("POST", path, {"csrfmiddlewaretoken": self._token, **fields}, headers)
        return status, body

    def sign_in(self, pack: str, role_title: str) -> None:
        """Sign in as the first person of a role in the made-up authority. Raises Refused."""
        path = f"/demo/sign-in/?authority={pack}"
        status, body = self.get(path)
        row = re.search(rf'>{re.escape(role_title)}</th>.*?name="person" value="([^"]+)"', body, re.S)
        if status != 200 or row is None:
            raise Refused(f"{path} answered {status} and shows no {role_title}")
        self.read_token(path)
        status, _ = self.post("/demo/sign-in/", person=row[1], next="/")
        if status != 302:
            raise Refused(f"signing in as {role_title} of {pack} answered {status}")

    def read_token(self, path: str) -> None:
        """Take over the token that a form of this page carries."""
        status, body = self.get(path)
        found = TOKEN.search(body)
        if found is None:
            raise Refused(f"{path} answered {status} and holds no form")
        self._token = found[1]

    def leave(self) -> None:
        """Close the connection; cookies stay."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(
        self, method: str, path: str, fields: dict[str, str] | None, more: dict[str, str] | None = None
    ) -> tuple[int, str, str]:
        """One request. Where the connection breaks it is closed and the error raised: nothing is sent twice."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self._host, self._port, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= more or {}
        body = None
        if fields is not None:
            body = urlencode(fields)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://{self._host}:{self._port}",
            }
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            self.leave()
            raise
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        return answer.status, text, answer.headers.get("Location") or ""

    _token = ""
