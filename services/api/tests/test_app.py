from urllib.parse import quote

import pytest
from api.app import app
from fastapi.testclient import TestClient


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(app)


def test_says_that_it_is_up(client: TestClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, '{"status":"ok"}')
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("name", ["Ada", "A & B", "\u65e5\u672c", '"\\"', "\U0001f44b" * 2560])
def test_greets(client: TestClient, name: str) -> None:
    answer = client.get(f"/greet?name={quote(name)}")
    assert answer.status_code == 200
    assert answer.json() == {"greeting": f"Hello, {name}!", "anchor": "uv"}


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("", "name is missing"),
        ("?name", "name must not be empty"),
        ("?name=Ada&name=Ada", "name must be given once"),
        ("?name=%0A", "name must not contain control characters"),
        ("?name=%FF", "name must be valid UTF-8, without U+FFFD"),
        ("?name=+", "name must not be only white space"),
    ],
)
def test_refuses_a_bad_name(client: TestClient, query: str, reason: str) -> None:
    answer = client.get(f"/greet{query}")
    assert (answer.status_code, answer.json()) == (400, {"error": reason})


def test_refuses_other_paths_and_methods(client: TestClient) -> None:
    answer = client.get("/greet/")
    assert (answer.status_code, answer.json()) == (404, {"error": "not found"})
    answer = client.post("/greet?name=Ada")
    assert (answer.status_code, answer.json()) == (405, {"error": "method not allowed"})
    assert answer.headers["allow"] == "GET, HEAD"
    assert client.head("/greet?name=Ada").status_code == 200


def test_describes_itself(client: TestClient) -> None:
    description = client.get("/openapi.json").json()
    assert {"/healthz", "/greet"} == set(description["paths"])
