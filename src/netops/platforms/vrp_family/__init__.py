"""What the readers of VRP and Comware share: both speak one dialect (``undo``, views cut by ``#``), with other words here and there."""
