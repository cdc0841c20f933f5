# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action ``netops.egov.audit``, which runs on the controller."""

DOCUMENTATION = r"""
module: audit
short_description: Audit devices against their protection level
description:
  - Reads the hosts of the play and holds them against GB/T 22239 at their level. A device that could not be read is C(not_audited), never compliant.
  - Runs once for all hosts of the play and returns its results by host.
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
    description: Which findings fail the task.
    type: str
    choices: [any, high, never]
    default: any
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
results_by_host:
  description: Every verdict with its lines, by host.
  returned: success
  type: dict
"""
