"""The routes of api."""

from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.responses import JSONResponse
from greeting import NameRefusedError, greet, workspace_anchor
from pydantic import BaseModel
from starlette.exceptions import HTTPException


class Health(BaseModel):
    """That api is up."""

    status: str


class Greeting(BaseModel):
    """A greeting and the package manager of the workspace that made it."""

    greeting: str
    anchor: str


class Refusal(BaseModel):
    """Why a request got no other answer."""

    error: str


# A documentation page would load scripts from elsewhere; /openapi.json stays.
app = FastAPI(title="api", docs_url=None, redoc_url=None, redirect_slashes=False)


@app.get("/healthz")
@app.head("/healthz", include_in_schema=False)
async def health() -> Health:
    """Say that api is up."""
    return Health(status="ok")


@app.get("/greet", responses={400: {"model": Refusal}})
@app.head("/greet", include_in_schema=False)
async def greeting(name: Annotated[list[str] | None, Query()] = None) -> Greeting:
    """Greet the one name that is given."""
    match name:
        case None | []:
            raise HTTPException(400, "name is missing")
        case [only_name]:
            return Greeting(greeting=greet(only_name), anchor=workspace_anchor())
        case _:
            raise HTTPException(400, "name must be given once")


@app.exception_handler(NameRefusedError)
async def answer_name_refused(_request: Request, refused: NameRefusedError) -> JSONResponse:
    """Answer 400 with the rule that the name breaks."""
    return JSONResponse({"error": str(refused)}, 400)


@app.exception_handler(HTTPException)
async def answer_http_exception(_request: Request, exception: HTTPException) -> JSONResponse:
    """Answer in the one form of the services: ``{"error": reason}``."""
    headers = {"allow": "GET, HEAD"} if exception.status_code == 405 else None
    return JSONResponse({"error": exception.detail.lower()}, exception.status_code, headers)
