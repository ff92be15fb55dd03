"""Activities and organisations as the International Aid Transparency Initiative publishes them: streamed and checked."""
