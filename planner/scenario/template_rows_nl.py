"""The worked example of the template in Dutch: its texts and names; a test holds that none is missing."""

DUTCH: dict[str, str] = {
    "invented for this example": "verzonnen voor dit voorbeeld",
    "default": "standaard",
    "Example: three invented medicines": "Voorbeeld: drie verzonnen geneesmiddelen",
    # indications
    "Example medicine A": "Voorbeeldmiddel A",
    "Example medicine B": "Voorbeeldmiddel B",
    "Example medicine C": "Voorbeeldmiddel C",
    "Example medicine D": "Voorbeeldmiddel D",
    "Example medicine A, a chronic disease": "Voorbeeldmiddel A, een chronische ziekte",
    "Example medicine B, a one-off gene therapy": "Voorbeeldmiddel B, een eenmalige gentherapie",
    "Example medicine C, many patients, a low price": "Voorbeeldmiddel C, veel patiënten, een lage prijs",
    "Example medicine D, in the package today": "Voorbeeldmiddel D, nu al in het pakket",
    "Example company 1": "Voorbeeldbedrijf 1",
    "Example company 2": "Voorbeeldbedrijf 2",
    "Example company 3": "Voorbeeldbedrijf 3",
    "nervous system": "zenuwstelsel",
    "blood": "bloed",
    "heart and vessels": "hart en vaten",
    "oncology": "oncologie",
    # curves
    "gradual": "geleidelijk",
    "fast": "snel",
    "typical": "gangbaar",
    # routes and money: the lock has the name that the route sets give it
    "lock": "sluis",
    "entry": "instap",
    "Direct inflow at the list price": "Reguliere instroom tegen de lijstprijs",
    "Lock (sluis) with price negotiation": "Sluis met prijsonderhandeling",
    "Entry for very rare diseases, paid for responders": "Instap bij zeer zeldzame ziekten, betalen als het aanslaat",
    # care
    "nervous": "zenuwstelsel",
    "Nervous system": "Zenuwstelsel",
    "outpatient visits": "polikliniekbezoeken",
    "eye_ear": "oog_oor",
    "Eye and ear": "Oog en oor",
    "cataract operations": "staaroperaties",
    "emergency": "spoed",
    "Emergency care": "Spoedeisende zorg",
    "admissions": "opnamen",
    # sources
    "20,000 / 50,000 / 80,000 by disease burden: ISPOR EU 2024, Borghouts et al.; 80,000: RVZ 2006":
        "20.000 / 50.000 / 80.000 naar ziektelast: ISPOR EU 2024, Borghouts e.a.; 80.000: RVZ 2006",
    "invented; here stands where this one figure comes from, such as the page of a report":
        "verzonnen; hier staat waar dit ene cijfer vandaan komt, zoals de pagina van een rapport",
    # variants
    "Tighter growth": "Krappere groei",
    "Tighter growth, less money": "Krappere groei, minder geld",
    "Room is worth nothing": "Ruimte is niets waard",
    "Supplier of A gives less": "Leverancier van A geeft minder",
}  # fmt: skip
