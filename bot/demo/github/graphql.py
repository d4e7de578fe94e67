"""GraphQL: the few queries and mutations a bot needs, under GitHub's own names.

https://docs.github.com/graphql
"""

from collections.abc import Mapping
from functools import lru_cache

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLSyntaxError,
    build_schema,
    execute_sync,
    parse,
    validate,
)

from bot.demo.github.graph import mutation_root, query_root
from bot.demo.github.graph_pages import Graph
from bot.demo.github.problems import Refused
from bot.demo.github.rate import RateLimits
from bot.demo.github.rest.routes import Call, Reply, Routes
from bot.demo.github.shapes import ANY_OBJECT, TEXT, nullable, required
from bot.demo.github.wire import Json

SDL = """
scalar BigInt
scalar DateTime
scalar GitObjectID
scalar GitTimestamp
scalar URI
enum IssueState { CLOSED OPEN }
enum IssueStateReason { COMPLETED DUPLICATE NOT_PLANNED REOPENED }
interface Node { id: ID! }
interface GitObject { id: ID! oid: GitObjectID! }
interface Actor { login: String! url: URI! }
interface RepositoryOwner { id: ID! login: String! url: URI! }
type User implements Actor & Node & RepositoryOwner { id: ID! login: String! url: URI! }
type Organization implements Actor & Node & RepositoryOwner { id: ID! login: String! url: URI! }
type Bot implements Actor & Node { id: ID! login: String! url: URI! }
type PageInfo {
  endCursor: String hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String
}
type Label implements Node { id: ID! name: String! color: String! description: String }
type LabelConnection { nodes: [Label] pageInfo: PageInfo! totalCount: Int! }
type UserConnection { nodes: [User] pageInfo: PageInfo! totalCount: Int! }
type IssueComment implements Node {
  id: ID! fullDatabaseId: BigInt body: String! author: Actor
  createdAt: DateTime! updatedAt: DateTime! url: URI!
}
type IssueCommentConnection { nodes: [IssueComment] pageInfo: PageInfo! totalCount: Int! }
type Issue implements Node {
  id: ID!
  fullDatabaseId: BigInt
  number: Int!
  title: String!
  body: String!
  state: IssueState!
  stateReason(enableDuplicate: Boolean): IssueStateReason
  locked: Boolean!
  url: URI!
  createdAt: DateTime!
  updatedAt: DateTime!
  closedAt: DateTime
  author: Actor
  repository: Repository!
  labels(after: String, first: Int): LabelConnection
  assignees(after: String, first: Int): UserConnection!
  comments(after: String, first: Int): IssueCommentConnection!
}
type GitActor { name: String user: User }
type CommitConnection { nodes: [Commit] pageInfo: PageInfo! totalCount: Int! }
type CommitHistoryConnection { nodes: [Commit] pageInfo: PageInfo! totalCount: Int! }
type Commit implements GitObject & Node {
  id: ID!
  oid: GitObjectID!
  messageHeadline: String!
  committedDate: DateTime!
  author: GitActor
  parents(after: String, first: Int): CommitConnection!
  history(after: String, first: Int, path: String, since: GitTimestamp): CommitHistoryConnection!
}
type Ref implements Node { id: ID! name: String! target: GitObject }
type Repository implements Node {
  id: ID!
  databaseId: Int
  name: String!
  nameWithOwner: String!
  owner: RepositoryOwner!
  url: URI!
  isPrivate: Boolean!
  isArchived: Boolean!
  hasIssuesEnabled: Boolean!
  issue(number: Int!): Issue
  object(oid: GitObjectID): GitObject
  defaultBranchRef: Ref
}
type RateLimit {
  cost: Int! limit: Int! nodeCount: Int! remaining: Int! resetAt: DateTime! used: Int!
}
type Query {
  node(id: ID!): Node
  rateLimit(dryRun: Boolean): RateLimit
  repository(followRenames: Boolean, name: String!, owner: String!): Repository
}
input UpdateIssueInput {
  body: String clientMutationId: String id: ID! state: IssueState title: String
}
type UpdateIssuePayload { actor: Actor clientMutationId: String issue: Issue }
type Mutation { updateIssue(input: UpdateIssueInput!): UpdateIssuePayload }
"""

#: The schema the fake serves; a test compares it with GitHub's.
SCHEMA = build_schema(SDL)


def graphql_routes(rates: RateLimits) -> Routes:
    """The one operation; GitHub answers 200 to whatever it can parse as a request."""
    routes = Routes()

    @routes.serve(
        "POST /graphql",
        docs="graphql/guides/forming-calls-with-graphql",
        body={
            "query": required(TEXT),
            "variables": nullable(ANY_OBJECT),
            "operationName": nullable(TEXT),
        },
    )
    def post(call: Call) -> Reply:
        """Answer a GraphQL request."""
        return Reply(200, answer(Graph(call, rates), call.body))

    return routes


def answer(graph: Graph, body: Mapping[str, object]) -> Json:
    """Run one document; an invalid one gives errors and no data, and is a violation."""
    document, problems = _read(str(body["query"]))
    if document is None or problems:
        return _rejected(graph, problems)
    variables = body.get("variables")
    name = body.get("operationName")
    result = execute_sync(
        SCHEMA,
        document,
        root_value={**query_root(graph), **mutation_root(graph)},
        variable_values=variables if isinstance(variables, dict) else None,
        operation_name=name if isinstance(name, str) else None,
    )
    return _shown(graph, result)


@lru_cache(maxsize=64)
def _read(query: str) -> tuple[DocumentNode | None, list[GraphQLError]]:
    """A document and what is wrong with it; a bot asks the same few again and again."""
    try:
        document = parse(query, max_tokens=20_000)
    except GraphQLSyntaxError as problem:
        return None, [problem]
    return document, validate(SCHEMA, document)


def _rejected(graph: Graph, problems: list[GraphQLError]) -> Json:
    graph.call.report(f"POST /graphql: {problems[0].message}")
    return {"errors": [_error(problem) for problem in problems]}


def _shown(graph: Graph, result: ExecutionResult) -> Json:
    if not result.errors:
        return {"data": result.data}
    for problem in result.errors:
        original = problem.original_error
        if original is None or (isinstance(original, Refused) and original.violation):
            graph.call.report(f"POST /graphql: {problem.message}")
    errors = [_error(problem) for problem in result.errors]
    return {"errors": errors} if result.data is None else {"data": result.data, "errors": errors}


_TYPES = {403: "FORBIDDEN", 404: "NOT_FOUND", 410: "NOT_FOUND", 422: "UNPROCESSABLE"}


def _error(problem: GraphQLError) -> Json:
    """GitHub puts a `type` beside the standard fields."""
    shown: Json = {}
    original = problem.original_error
    if isinstance(original, Refused):
        shown["type"] = _TYPES.get(original.status, "INTERNAL")
        words = [
            e["message"] for e in original.errors or [] if isinstance(e, dict) and "message" in e
        ]
        message = words[0] if words else original.message
    else:
        message = problem.message
    if problem.path:
        shown["path"] = problem.path
    places = problem.locations or []
    shown["locations"] = [{"line": place.line, "column": place.column} for place in places]
    return {**shown, "message": message}
