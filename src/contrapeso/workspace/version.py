"""The version of the code, for runs and reports."""

from importlib.metadata import version

CODE_VERSION = version("contrapeso")
