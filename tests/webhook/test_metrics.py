"""What is counted, and under which name."""

from bot.webhook.metrics import Metrics


def test_every_figure_has_its_name() -> None:
    metrics = Metrics("1.0")
    metrics.job("analyze_run", "done")
    metrics.job_took("analyze_run", 0.2)
    metrics.report("junit", "read")
    metrics.request("GET", 304)
    metrics.request("GET", 0)
    metrics.rate_left(4000)
    metrics.change("open", "done")
    metrics.suppressed("muted", 2)
    metrics.webhook_taken(5.0)
    metrics.silent(3.0)
    metrics.queue(3, 1.5)

    lines = metrics.text().decode().splitlines()

    for line in (
        'gardener_jobs_total{kind="analyze_run",outcome="done"} 1.0',
        'gardener_job_seconds_bucket{kind="analyze_run",le="0.25"} 1.0',
        'gardener_job_seconds_count{kind="analyze_run"} 1.0',
        'gardener_reports_total{format="junit",outcome="read"} 1.0',
        'gardener_github_requests_total{status_class="3xx"} 1.0',
        'gardener_github_requests_total{status_class="none"} 1.0',
        "gardener_github_rate_remaining 4000.0",
        'gardener_issue_changes_total{kind="open",outcome="done"} 1.0',
        'gardener_suppressed_total{reason="muted"} 2.0',
        "gardener_queue_depth 3.0",
        "gardener_queue_age_seconds 1.5",
        "gardener_last_webhook_timestamp_seconds 5.0",
        "gardener_silent_seconds 3.0",
        'gardener_build_info{version="1.0"} 1.0',
    ):
        assert line in lines


def test_table_names_what_is_exported_and_nothing_else() -> None:
    metrics = Metrics("1.0")
    exported = {
        line.split()[2]
        for line in metrics.text().decode().splitlines()
        if line.startswith("# HELP") and not line.split()[2].endswith("_created")
    }

    assert exported == set(metrics.table)
    assert all(name.startswith("gardener_") and what for name, (_, what) in metrics.table.items())


def test_quota_that_nobody_knows_raises_no_alarm() -> None:
    metrics = Metrics("1.0")
    assert "gardener_github_rate_remaining NaN" in metrics.text().decode()
    metrics.rate_left(3)
    metrics.rate_left(None)  # that hour is over

    assert "gardener_github_rate_remaining NaN" in metrics.text().decode()
