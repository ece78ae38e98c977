"""The audit events of this room, one Dutch sentence each."""

TEMPLATES: dict[str, str] = {
    "document_bewaard": "{wie} bewaarde document {object} ({soort}).",
    "document_meegekomen": "{wie} nam een document mee van {object} uit regio {van}.",
    "document_ingetrokken": "{wie} trok document {object} in ({waarom}).",
    "document_opgehaald": "{wie} haalde document {object} op.",
    "documenten_bekeken": "{wie} bekeek de lijst van documenten.",
    "document_bekeken": "{wie} bekeek de gegevens van document {object}.",
}
