"""The board in a browser: textual-serve starts a program for each page that is opened, and shows it there."""

import errno
import shlex
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from ipaddress import ip_address
from urllib.parse import urlsplit

import aiohttp_jinja2
from aiohttp import web
from aiohttp.typedefs import Handler
from textual_serve.server import Server

from darkgo.errors import BadInput

LOOPBACK = "127.0.0.1"
PORT = 8000
# The page of textual-serve loads a font from another server. This policy allows requests to this server only.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; frame-ancestors 'none'"
)


def serve(command: Sequence[str], host: str = LOOPBACK, port: int = PORT) -> None:
    """Serves the board that the command starts, until an interrupt. Port 0 means any free port.

    Raises BadInput if the address is in use or not available.
    """
    if not host:
        raise BadInput("--host: found nothing, expected an address")
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family)
    except (OSError, UnicodeError) as error:
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise BadInput(f"port {port} of {host} is in use: give another --port, or 0 for any") from None
        raise BadInput(f"--host {host} --port {port}: cannot be served: {error}") from None
    if not _is_loopback(host):
        warning = "anyone who can reach this address can play, and open and save files as you"
        print(f"darkgo: warning: --host {host}: {warning}", file=sys.stderr)
    quoted = subprocess.list2cmdline(command) if sys.platform == "win32" else shlex.join(command)
    server = BoardServer(quoted, host, listener.getsockname()[1])
    # textual-serve prints the last words of a failed program on stdout, which is for data.
    with redirect_stdout(sys.stderr):
        web.run_app(server.application(), sock=listener, print=None, access_log=None, shutdown_timeout=1)


class BoardServer(Server):
    """textual-serve for one person: only pages from this server can use a program started here.

    The programs open and save files, and any web page can send requests to a loopback address. So the Host
    and Origin headers of a request must name this server. This also stops DNS rebinding.
    """

    def __init__(self, command: str, host: str, port: int) -> None:
        address = f"[{host}]" if ":" in host else host
        super().__init__(command, host, port, title="DarkGo", public_url=f"http://{address}:{port}")

    async def application(self) -> web.Application:
        """The application that aiohttp runs."""
        app = await self._make_app()
        app.middlewares.append(self._refuse_strangers)
        return app

    async def on_startup(self, app: web.Application) -> None:
        """Prints the address of the board on stderr."""
        print(f"The board is at {self.public_url}/ until Ctrl+C.", file=sys.stderr, flush=True)

    async def handle_index(self, request: web.Request) -> web.Response:
        """The page, with addresses under the host name that the browser used."""
        routes = request.app.router
        size = request.query.get("fontsize", "")
        context = {
            "application": {"name": self.title},
            "font_size": int(size) if size.isdecimal() else 16,
            "app_websocket_url": f"ws://{request.host}{routes['websocket'].url_for()}",
            "config": {"static": {"url": "/static/"}},
        }
        page = aiohttp_jinja2.render_template("app_index.html", request, context)
        page.headers["Content-Security-Policy"] = POLICY
        return page

    @web.middleware
    async def _refuse_strangers(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        name = urlsplit(f"//{request.host}").hostname or ""
        if _is_loopback(self.host) and not _is_loopback(name):
            raise web.HTTPForbidden(text=f"{request.host} is not the name of this server: {self.public_url}")
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != request.host:
            raise web.HTTPForbidden(text=f"a page of {origin} may not use this server")
        return await handler(request)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
