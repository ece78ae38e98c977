"""Documents of a dossier: uploaded, generated, agreed."""
