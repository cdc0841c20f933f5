# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action ``netops.egov.rollback``, which runs on the controller."""

DOCUMENTATION = r"""
module: rollback
short_description: Take an applied change back
description:
  - Brings every device of the change back to the running config that the plan was made from.
  - Runs once for all hosts of the play and returns its results by host.
author: netops contributors
options:
  change:
    description: Id of the change.
    type: str
    required: true
  who:
    description: Who rolls back, for the journal.
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
- name: Roll back
  netops.egov.rollback:
    change: "{{ change }}"
    who: li
"""

RETURN = r"""
results_by_host:
  description: What each device shows, V(running) as before the change.
  returned: success
  type: dict
"""
