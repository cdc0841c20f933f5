# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action ``netops.egov.apply``, which runs on the controller."""

DOCUMENTATION = r"""
module: apply
short_description: Apply an approved change
description:
  - Checks approvals, proofs and that every device still shows what the plan was made from; pushes, verifies, and rolls back when anything is not as planned.
  - Runs once for all hosts of the play and returns its results by host.
author: netops contributors
options:
  change:
    description: Id of the change.
    type: str
    required: true
  who:
    description: Who applies it, for the journal.
    type: str
    required: true
  inventory:
    description: Directory of netops' inventory. The project's own when it is not given.
    type: str
    required: false
  changes:
    description: Directory of the changes. The project's own when it is not given.
    type: str
    required: false
  state:
    description: Directory that netops keeps for itself. The project's own when it is not given.
    type: str
    required: false
"""

EXAMPLES = r"""
- name: Apply
  netops.egov.apply:
    change: "{{ change }}"
    who: li
"""

RETURN = r"""
probes:
  description: What was asked of the network and what it answered.
  returned: when probes were sent
  type: list
  elements: str
results_by_host:
  description: What each device shows, V(expected) as planned, V(running) as before the change, V(other) neither, V(unread) not read.
  returned: success
  type: dict
"""
