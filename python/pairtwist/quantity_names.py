# SPDX-License-Identifier: BSD-3-Clause
"""Symbols and long names of quantities, as `pairtwist quantities --json` lists them.

They tell what xarray computed of a result that this process has never seen, and handed them on to.
"""

OF_QUANTITIES = {
    ("$F_Q$", "quantum Fisher information of J_y"),
    (r"$F_Q^{\mathrm{max}}$", "quantum Fisher information of the best direction"),
    (r"$\mathbf{n}$", "direction of the largest quantum Fisher information"),
    ("$F_{ab}$", "quantum Fisher information matrix of J_x, J_y, J_z"),
    ("$F_Q$ (one-axis twisting)", "quantum Fisher information of one-axis twisting by U alone"),
    ("$F_Q$ (P8-9)", "quantum Fisher information, approximation P8-9"),
    ("$F_Q$ (B39)", "quantum Fisher information, approximation B39"),
    ("$F_Q$ (B40)", "quantum Fisher information, approximation B40"),
    ("$F_Q$ (D3-4)", "quantum Fisher information, approximation D3-4"),
    ("$Q_N$", "Bell correlator, N-body"),
    (r"$\xi_R^2$", "Wineland spin squeezing parameter"),
    (r"$\xi_S^2$", "Kitagawa-Ueda spin squeezing parameter"),
    (r"$\mathrm{Tr}\,\rho_A^2$", "purity of the atomic state"),
    ("$S$", "von Neumann entropy of the atoms, natural logarithm"),
    ("$I_q$", "spectrum of multiple-quantum coherences"),
    ("$F_C$", "classical Fisher information of counting after a rotation about J_y"),
    (r"$Q(\theta,\varphi)$", "Husimi function of the atoms"),
    (r"$\rho_A$", "atomic density matrix"),
    (r"$\langle\mathbf{J}\rangle$", "mean collective spin"),
    (r"$\langle n\rangle$", "mean photon number"),
    ("$Q_M$", "Mandel Q of the photon number"),
    ("$g^{(2)}(0)$", "second-order coherence of the light at zero delay"),
    ("$P(n)$", "distribution of the photon number"),
}
