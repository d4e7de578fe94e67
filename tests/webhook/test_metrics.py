"""What is counted, and under which name."""

from bot.webhook.metrics import Metrics


def test_every_figure_has_its_name() -> None:
    metrics = Metrics("1.0")
    metrics.job("analyze_run", "done")
    metrics.request("GET", 304)
    metrics.request("GET", 0)
    metrics.change("open", "done")
    metrics.suppressed("muted", 2)
    metrics.webhook_taken(5.0)
    metrics.queue(3, 1.5)

    lines = metrics.text().decode().splitlines()

    assert [line for line in lines if not line.startswith("#") and "_created" not in line] == [
        'gardener_jobs_total{kind="analyze_run",outcome="done"} 1.0',
        'gardener_github_requests_total{status_class="3xx"} 1.0',
        'gardener_github_requests_total{status_class="none"} 1.0',
        'gardener_issue_changes_total{kind="open",outcome="done"} 1.0',
        'gardener_suppressed_total{reason="muted"} 2.0',
        "gardener_queue_depth 3.0",
        "gardener_queue_age_seconds 1.5",
        "gardener_last_webhook_timestamp_seconds 5.0",
        'gardener_build_info{version="1.0"} 1.0',
    ]
