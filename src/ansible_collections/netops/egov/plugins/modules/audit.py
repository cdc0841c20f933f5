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
    description: Where to write the HTML report.
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
"""

RETURN = r"""
not_audited:
  description: Hosts that could not be read.
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
