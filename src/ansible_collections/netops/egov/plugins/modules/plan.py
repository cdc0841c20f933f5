# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action ``netops.egov.plan``, which runs on the controller."""

DOCUMENTATION = r"""
module: plan
short_description: Plan a change
description:
  - Reads every device of the inventory, computes patch, rollback and proof, and writes the change directory. With C(--check) nothing is kept; with C(--diff) the difference of every device is shown.
  - Runs once for all hosts of the play and returns its results by host.
author: netops contributors
options:
  department:
    description: The department that moves. Without it the hosts of the play are brought to what the inventory says.
    type: str
    required: false
  to:
    description: The stage that it moves to.
    type: str
    required: false
  author:
    description: The identity that plans and signs.
    type: str
    required: true
  why:
    description: What the change is for.
    type: str
    default: ""
  id:
    description: The name of the change; made from the time and the move when it is not given.
    type: str
    required: false
  declare:
    description: Pairs of parties, C(one:other), whose reachability may change.
    type: list
    required: false
    elements: str
  include_drift:
    description: Carry differences that have nothing to do with the move.
    type: bool
    default: false
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
- name: Plan
  netops.egov.plan:
    department: finance
    to: prepared
    author: li
    why: first step onto the new network
"""

RETURN = r"""
change:
  description: Id of the change; none where there is nothing to do, and in check mode, which keeps nothing.
  returned: success
  type: str
results_by_host:
  description: Whether the patch is proven, by host.
  returned: when there is something to do
  type: dict
"""
