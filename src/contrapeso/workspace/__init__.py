"""The façade: whatever a page shows, a script can obtain here."""

from contrapeso.workspace.workspace import Workspace, open_workspace

__all__ = ["Workspace", "open_workspace"]
