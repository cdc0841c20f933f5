# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action ``netops.egov.audit``, which runs on the controller."""

DOCUMENTATION = r"""
module: audit
short_description: Audit devices against their protection level
description:
  - Reads the hosts of the play and holds them against GB/T 22239 at their level. A device that could not be read is C(not_audited), never compliant.
  - Runs once for all hosts of the play and returns its results by host. It never changes anything.
author: netops contributors
options:
  report:
    description: Where to write a report; the name says its form, V(.html), V(.xlsx), V(.docx), V(.json), V(.sarif), V(.oscal.json) or V(.xml).
    type: str
    required: false
  formats:
    description: Forms of reports to write into O(folder), each as C(audit) with the ending of its form.
    type: list
    elements: str
    choices: [html, xlsx, docx, json, sarif, junit, oscal]
    required: false
  folder:
    description: Folder for O(formats); it is made where it isn't there.
    type: str
    default: reports
  series:
    description: Name of the runs that this one is compared with, as a schedule has it (V(nightly)); the last run of any name without it.
    type: str
    required: false
  clauses:
    description: File of the site's own clauses; C(netops audit --sample clauses) prints one.
    type: str
    required: false
  weights:
    description: File of weights for the score of 2021, which is superseded; C(netops audit --sample weights) prints one.
    type: str
    required: false
  level:
    description: Protection level 1 to 4; taken from the inventory when it is not given.
    type: int
    choices: [1, 2, 3, 4]
    required: false
  fail_on:
    description: Which findings fail the task; C(regression) those that were none before, by the history.
    type: str
    choices: [any, high, regression, never]
    default: any
  wait:
    description: Seconds to wait for another audit of the same project.
    type: int
    default: 0
  history:
    description:
      - Where the history of audits lies, a file or C(postgresql://HOST/DATABASE).
      - The project's own, C(history/audit.db), when neither this nor C(NETOPS_HISTORY) is given. In check mode nothing is stored.
    type: str
    required: false
  language:
    description: Language of the report.
    type: str
    choices: [en, zh]
    default: zh
  inventory:
    description: Directory of netops' inventory. The project's own when it is not given.
    type: str
    required: false
  state:
    description: Directory that netops keeps for itself. The project's own when it is not given.
    type: str
    required: false
"""

EXAMPLES = r"""
- name: Audit
  netops.egov.audit:
    report: report.html

- name: Audit every night, for people, for the record and for programs
  netops.egov.audit:
    formats: [html, xlsx, docx, json]
    folder: /srv/audits
    series: nightly
"""

RETURN = r"""
not_audited:
  description: Hosts that could not be read.
  returned: success
  type: list
  elements: str
written:
  description: Files that were written; none in check mode.
  returned: success
  type: list
  elements: str
run:
  description: Number of the run in the history; none in check mode.
  returned: success
  type: int
compared:
  description: What became of the findings since each host was last judged - how many are new, regressed, open, gone or not seen, and which.
  returned: success
  type: dict
waivers:
  description: Waivers that ended, end soon, or cover nothing.
  returned: success
  type: list
  elements: dict
results_by_host:
  description: Every verdict with its lines, by host.
  returned: success
  type: dict
"""
