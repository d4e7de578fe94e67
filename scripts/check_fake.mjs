// Drives the fake GitHub with GitHub's own client. Usage: node check_fake.mjs FACTS.json
// WEBHOOK_PORT says where the fake sends webhooks. FACTS.json is the line that `python -m bot.demo.github` prints.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

import { App } from "@octokit/app";
import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/rest";
import { verify } from "@octokit/webhooks-methods";

const facts = JSON.parse(readFileSync(process.argv[2], "utf8"));
const privateKey = readFileSync(facts.private_key_path, "utf8");
const [owner, repo] = facts.repository.split("/");
const there = { owner, repo };
const done = [];
const step = (name) => done.push(name);

// The App itself, by its JWT, at both layouts.
for (const baseUrl of [facts.api_url, facts.ghes_url]) {
  const app = new App({
    appId: facts.app_id,
    privateKey,
    webhooks: { secret: facts.webhook_secret },
    oauth: { clientId: "unused", clientSecret: "unused" },
    Octokit: Octokit.defaults({ baseUrl }),
  });
  const { data: self } = await app.octokit.request("GET /app");
  assert.equal(self.id, facts.app_id);
  for await (const { installation } of app.eachInstallation.iterator()) {
    assert.equal(installation.id, facts.installation_id);
  }
  for await (const { repository } of app.eachRepository.iterator()) {
    assert.equal(repository.full_name, facts.repository);
  }
}
step("App JWT, installations, repositories, both layouts");

const octokit = new Octokit({
  baseUrl: facts.api_url,
  authStrategy: createAppAuth,
  auth: { appId: facts.app_id, privateKey, installationId: facts.installation_id },
});

const runs = await octokit.paginate(octokit.rest.actions.listWorkflowRunsForRepo, {
  ...there,
  status: "failure",
});
assert.deepEqual(runs.map((run) => run.id), [facts.run_id]);
const attempt = { ...there, run_id: facts.run_id, attempt_number: 1 };
assert.equal((await octokit.rest.actions.getWorkflowRunAttempt(attempt)).data.conclusion, "failure");
const { data: jobs } = await octokit.rest.actions.listJobsForWorkflowRunAttempt(attempt);
assert.equal(jobs.jobs[0].steps.filter((s) => s.conclusion === "failure")[0].name, "Run tests");
step("runs, attempts, jobs");

const log = await octokit.rest.actions.downloadJobLogsForWorkflowRun({
  ...there,
  job_id: jobs.jobs[0].id,
});
assert.match(String(log.data), /Process completed with exit code 1/);
const artifacts = await octokit.paginate(octokit.rest.actions.listWorkflowRunArtifacts, {
  ...there,
  run_id: facts.run_id,
});
const zip = await octokit.rest.actions.downloadArtifact({
  ...there,
  artifact_id: artifacts[0].id,
  archive_format: "zip",
});
assert.equal(Buffer.from(zip.data).subarray(0, 2).toString(), "PK");
step("log and artifact through the download origin");

const { data: readme } = await octokit.rest.repos.getContent({ ...there, path: "README.md" });
assert.equal(Buffer.from(readme.content, "base64").toString(), "# shop\n");
const raw = await octokit.rest.repos.getContent({
  ...there,
  path: "tests/test_cart.py",
  mediaType: { format: "raw" },
});
assert.match(String(raw.data), /def test_total/);
const { data: head } = await octokit.rest.repos.getCommit({ ...there, ref: "main" });
const { data: comparison } = await octokit.rest.repos.compareCommitsWithBasehead({
  ...there,
  basehead: `${head.sha}...main`,
});
assert.equal(comparison.status, "identical");
step("contents, commits, comparison");

const label = { ...there, name: "needs: care/now", color: "0e8a16", description: "Look here" };
assert.equal((await octokit.rest.issues.createLabel(label)).status, 201);
assert.equal((await octokit.rest.issues.getLabel({ ...there, name: label.name })).data.color, "0e8a16");
await assert.rejects(octokit.rest.issues.createLabel(label), { status: 422 });
const { data: issue } = await octokit.rest.issues.create({
  ...there,
  title: "It fails",
  body: "Again.",
  labels: ["needs: care/now", "bug"],
  assignees: ["alice", "nobody-here"],
});
assert.deepEqual(issue.assignees.map((user) => user.login), ["alice"]);
const here = { ...there, issue_number: issue.number };
await octokit.rest.issues.setLabels({ ...here, labels: ["bug"] });
await octokit.rest.issues.addLabels({ ...here, labels: ["needs: care/now"] });
await octokit.rest.issues.removeLabel({ ...here, name: "needs: care/now" });
await octokit.rest.issues.update({ ...here, state: "closed", state_reason: "not_planned" });
const { data: closed } = await octokit.rest.issues.get(here);
assert.equal(closed.state_reason, "not_planned");
assert.deepEqual(closed.labels.map((each) => each.name), ["bug"]);
step("labels and issues");

for (let n = 1; n <= 7; n += 1) {
  await octokit.rest.issues.createComment({ ...here, body: `Comment ${n}` });
}
const comments = await octokit.paginate(octokit.rest.issues.listComments, { ...here, per_page: 3 });
assert.deepEqual(comments.map((comment) => comment.body), [1, 2, 3, 4, 5, 6, 7].map((n) => `Comment ${n}`));
const reaction = { ...there, comment_id: comments[0].id, content: "eyes" };
assert.equal((await octokit.rest.reactions.createForIssueComment(reaction)).status, 201);
assert.equal((await octokit.rest.reactions.createForIssueComment(reaction)).status, 200);
const { data: right } = await octokit.rest.repos.getCollaboratorPermissionLevel({
  ...there,
  username: "alice",
});
assert.equal(right.role_name, "admin");
step("comments over pages, reactions, permission");

const { data: check } = await octokit.rest.checks.create({
  ...there,
  name: "Test Gardener",
  head_sha: head.sha,
  status: "completed",
  conclusion: "failure",
  output: { title: "1 failure", summary: "One test fails." },
});
const { data: checks } = await octokit.rest.checks.listForRef({ ...there, ref: "main" });
assert.deepEqual(checks.check_runs.map((each) => each.id), [check.id]);
step("check runs");

const answer = await octokit.graphql(
  `mutation($input: UpdateIssueInput!) { updateIssue(input: $input) { issue { number title } } }`,
  { input: { id: issue.node_id, title: "It still fails" } },
);
assert.equal(answer.updateIssue.issue.title, "It still fails");
step("GraphQL");

// The webhook that the comment of a person makes, verified by GitHub's own library.
const received = [];
const server = createServer((request, response) => {
  let text = "";
  request.on("data", (part) => (text += part));
  request.on("end", async () => {
    const signature = request.headers["x-hub-signature-256"];
    received.push([request.headers["x-github-event"], await verify(facts.webhook_secret, text, signature)]);
    response.writeHead(202).end();
  });
});
await new Promise((ready) => server.listen(Number(process.env.WEBHOOK_PORT), "127.0.0.1", ready));
await octokit.rest.issues.createComment({ ...here, body: "One more" });
for (let tries = 0; tries < 100 && received.length === 0; tries += 1) {
  await new Promise((later) => setTimeout(later, 50));
}
server.close();
assert.deepEqual(received, [["issue_comment", true]]);
step("webhook signature");

console.log(done.map((name) => `ok  ${name}`).join("\n"));
