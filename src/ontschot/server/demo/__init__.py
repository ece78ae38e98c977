"""The demo world: invented people and their dossiers, told relative to today."""
