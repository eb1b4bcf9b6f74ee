"""The folder of YAML files: walk it, read it, check it.  The only room that knows YAML and pydantic-core."""
