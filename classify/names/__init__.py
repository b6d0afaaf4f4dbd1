"""Companies, roles, agencies and requisition numbers: finding them in a message and comparing them."""

from classify.names.claims import Claims, claims
from classify.names.same import same_company, same_role

__all__ = ["Claims", "claims", "same_company", "same_role"]
