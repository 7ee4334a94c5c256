"""Dossiers reach each member by their own way: on the site, or as paper put into their hands."""

from __future__ import annotations

from microprojects.domain.errors import N_, Refusal


class DossierNotOut(Refusal):
    """Paper is handed over when the dossiers of the meeting are out."""

    code = "dossier-not-out"
    message = N_("这次会的材料还没有发出。请先点“发出材料”，再把纸质的交给议事员。")
