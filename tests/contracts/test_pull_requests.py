"""What docs/pull-requests.md promises: a hook that holds a faulty commit up, a workflow whose lines do as they say."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, Result, a_brief
from junitparser import JUnitXml
from machines import commands, standard

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
WORKFLOW = ROOT / "examples" / "github" / "brief.yml"
PAGE = (ROOT / "docs" / "pull-requests.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose book holds a sound brief, committed, and a faulty one, not yet."""
    book = tmp_path / "briefs"
    book.mkdir()
    (book / "sound.yaml").write_text(a_brief(), encoding="utf-8")
    in_shell("git init -q -b main && git add . && git commit -q -m Begin", tmp_path)
    (book / "faulty.yaml").write_text(a_brief(statu="draft"), encoding="utf-8")
    return tmp_path


def in_shell(line: str, folder: Path) -> Result:
    """A line as a workflow's shell runs it, with our programs at hand and nobody's own configuration."""
    own = {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder.parent),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "PRE_COMMIT_HOME": str(folder / ".git" / "pre-commit"),
        **{f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    done = subprocess.run(
        ["bash", "-e", "-c", line], cwd=folder, env=os.environ | own, capture_output=True, text=True, check=False
    )
    return Result(done.returncode, done.stdout, done.stderr)


def the_hook() -> dict[str, Any]:
    (hook,) = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    assert isinstance(hook, dict)
    return hook


def test_pre_commit_takes_the_manifest(tmp_path: Path) -> None:
    done = in_shell(f"pre-commit validate-manifest {MANIFEST}", tmp_path)
    assert (done.code, done.out, done.err) == (0, "", "")
    hook = the_hook()
    assert (hook["id"], hook["language"], hook["pass_filenames"]) == ("brief-check", "python", False)


def test_the_hook_holds_a_faulty_commit_up_until_it_is_mended(repository: Path) -> None:
    """The manifest's own hook, save that the program is at hand already and not fetched into an environment."""
    configuration = {"repos": [{"repo": "local", "hooks": [the_hook() | {"language": "system"}]}]}
    (repository / ".pre-commit-config.yaml").write_text(json.dumps(configuration), encoding="utf-8")
    assert in_shell("pre-commit install", repository).code == 0
    refused = in_shell("git add . && git commit -m Add", repository)
    assert refused.code == 1
    assert "briefs/faulty.yaml:4:1" in refused.err
    assert "sound.yaml" not in refused.err
    (repository / "briefs" / "faulty.yaml").write_text(a_brief(status="draft"), encoding="utf-8")
    taken = in_shell("git add . && git commit -m Add", repository)
    assert taken.code == 0, taken.err
    assert "Passed" in taken.err


def test_an_old_fault_elsewhere_holds_nobody_up(repository: Path) -> None:
    in_shell("git add . && git commit -q -m Fault", repository)
    (repository / "briefs" / "sound.yaml").write_text(a_brief(status="draft"), encoding="utf-8")
    done = in_shell(the_hook()["entry"], repository)
    assert done.code == 0, done.out
    assert "faulty" not in done.out


def shown() -> list[Any]:
    """The examples of the page, read."""
    return [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", PAGE, re.S)]


def test_the_page_names_the_hook_by_its_id() -> None:
    assert [hook["id"] for hook in shown()[0]["repos"][0]["hooks"]] == [the_hook()["id"]]


def test_gitlab_is_given_the_report_that_its_line_writes(repository: Path) -> None:
    job = shown()[1]["brief"]
    assert in_shell(job["script"], repository).code == 1
    read: Any = JUnitXml.fromfile(str(repository / job["artifacts"]["reports"]["junit"]))
    failed = [case for suite in read for case in suite if case.result and case.result[0].type == "E103"]
    assert [case.classname for case in failed] == ["briefs/faulty.yaml"]


def steps() -> list[dict[str, Any]]:
    (job,) = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"].values()
    return list(job["steps"])


def lines() -> list[str]:
    return [step["run"] for step in steps() if "run" in step]


def test_the_workflow_annotates_the_lines_that_are_wrong(repository: Path) -> None:
    (line,) = (line for line in lines() if "--format github" in line)
    done = in_shell(line, repository)
    assert done.code == 1, "a step that finds something wrong fails"
    wrong = [(given, message) for name, given, message in commands(done.out) if name == "error"]
    ((given, message),) = wrong
    assert (given["file"], given["line"], given["col"]) == ("briefs/faulty.yaml", "4", "1")
    assert "`statu`" in message
    assert given["title"].startswith("E103 ")


def test_the_workflow_writes_the_report_that_it_hands_over(repository: Path) -> None:
    (line,) = (line for line in lines() if "--format sarif" in line)
    assert in_shell(line, repository).code == 1
    (upload,) = (step["with"] for step in steps() if "upload-sarif" in step.get("uses", ""))
    log = json.loads((repository / upload["sarif_file"]).read_text(encoding="utf-8"))
    assert [error.message for error in standard().iter_errors(log)] == []
    (run,) = log["runs"]
    (result,) = (result for result in run["results"] if result["level"] == "error")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "briefs/faulty.yaml"
    assert (place["region"]["startLine"], result["ruleId"]) == (4, "E103")
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "E103"


def test_the_report_is_written_and_handed_over_though_something_is_wrong() -> None:
    late = [step for step in steps() if "upload-sarif" in step.get("uses", "") or "sarif" in step.get("run", "")]
    assert [step["if"] for step in late] == ["${{ !cancelled() }}"] * 2


def test_the_workflow_puts_nothing_of_a_pull_request_into_a_shell_and_has_few_rights() -> None:
    assert lines()
    assert [line for line in lines() if "${{" in line] == []
    workflow = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    assert "pull_request" in workflow[True], "`on` is a boolean to a reader of YAML 1.1"
    assert workflow["permissions"] == {"contents": "read", "security-events": "write"}
    assert "permissions" not in next(iter(workflow["jobs"].values()))


def test_a_book_without_a_fault_lets_a_pull_request_pass(repository: Path) -> None:
    (repository / "briefs" / "faulty.yaml").unlink()
    for line in (line for line in lines() if line.startswith("brief check")):
        done = in_shell(line, repository)
        assert done.code == 0, done.err
