"""The real server, with an administrator, a token and rooms to talk in."""
import http.client
import json
import shutil
import tempfile
import time

from driver import places
from driver.contestants import TLS
from driver.servers import Broken, Server

EMAIL, PASSWORD = "bench@example.org", "Bench-Password-1"


class Product:
    """`with Product() as product:` yields a signed-in, freshly made server."""

    def __init__(self, tls=False, cores=frozenset({places.SERVER_CORE}), bcrypt_cost=4, shards=1):
        self.folder = None
        self.tls, self.cores = tls, cores
        self.settings = {
            "PUSH_PORT": "off",
            "SPARK_PORT": "off",
            "RATE_LIMITS": "off",
            "LOG_LEVEL": "warn",
            "LOG_FORMAT": "json",
            "SHARDS": str(shards),
            "BCRYPT_COST": str(bcrypt_cost),
            "ADMIN_EMAIL": EMAIL,
            "ADMIN_PASSWORD": PASSWORD,
        }

    def start(self):
        """A server on this product's folder, made if it is not there yet."""
        if self.folder is None:
            self.folder = tempfile.mkdtemp(prefix="switchboard-bench-", dir=places.BUILD)
        environment = {
            **self.settings,
            **(TLS if self.tls else {}),
            "DATA_DIR": self.folder,
            "DATABASE_URL": f"sqlite:{self.folder}/switchboard.db",
        }
        return Server((places.SWITCHBOARD,), environment, self.cores)

    def __enter__(self):
        self.server = self.start()
        self.server.__enter__()
        try:
            self._sign_in()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.server.stop()
        self.remove()

    def remove(self):
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _sign_in(self):
        for tries_left in reversed(range(50)):
            try:
                answer = self.ask("POST", "/api/auth/login", credentials(), {})
                break
            except Broken:  # the administrator is still being made
                if tries_left == 0:
                    raise
                time.sleep(0.1)
        self.token, self.user = answer["token"], answer["user"]["id"]

    def make_rooms(self, count):
        for number in range(count):
            room = {"id": f"bench-{number}", "name": f"Bench {number}"}
            self.ask("POST", "/api/chat/rooms", json.dumps(room))

    def ask(self, method, path, body=None, headers=None):
        if headers is None:
            headers = {"Authorization": f"Bearer {self.token}"}
        made = http.client.HTTPSConnection if self.tls else http.client.HTTPConnection
        more = {"context": _unverified()} if self.tls else {}
        connection = made("127.0.0.1", self.server.port, timeout=20, **more)
        connection.request(method, path, body, {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        if answer.status not in (200, 201):
            raise Broken(f"{method} {path}: {answer.status} {text[:200]!r}")
        return json.loads(text)


def _unverified():
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def credentials():
    return json.dumps({"email": EMAIL, "password": PASSWORD})


def present():
    return places.SWITCHBOARD.exists()
