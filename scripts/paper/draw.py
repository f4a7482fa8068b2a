"""The paper's pictures, from result files that pairtwist.open has opened."""

import numpy as np

COLOURS = ["#1f4e8c", "#c44536", "#2a7f62", "#8a5a9e"]
SYMBOLS = {"kappa": r"$\kappa \cdot 0.0025$", "kappa_tau_Q": r"$\kappa\tau_Q$"}
STYLES = {  # closed formulas: dashes, label
    "qfi_p8": ((0, (5, 2)), "short-time formula [P 8]"),
    "qfi_oat": ((0, (1, 1.5)), "one-axis twisting"),
    "qfi_d3": ((0, (5, 2)), "formula (D3)-(D4)"),
}


def time_label(data):
    return r"$t/\tau_Q$" if data["time"].attrs.get("units") == "tau_Q" else r"$t$"


def scanned(data):
    """The one scan axis that is left, or None."""
    names = [name for name in data["tau_Q"].dims if data.sizes[name] > 1]
    return names[0] if names else None


def atoms(data):
    return int(data.attrs["atoms"])


def curves(axes, data, quantity, scale=1.0):
    axis = scanned(data)
    values = data[quantity] / scale
    if axis is None:
        axes.plot(data["time"], values.squeeze(), color=COLOURS[0], label="exact")
        return
    for i, value in enumerate(data[axis].values):
        shown = value * 0.0025 if axis == "kappa" else value
        axes.plot(
            data["time"],
            values.isel({axis: i}).squeeze(),
            color=COLOURS[i],
            label=f"{SYMBOLS.get(axis, axis)} = {shown:g}",
        )


def finish(axes, data, ylabel):
    axes.set_xlim(float(data["time"][0]), float(data["time"][-1]))
    axes.set_xlabel(time_label(data))
    axes.set_ylabel(ylabel)
    axes.spines[["top", "right"]].set_visible(False)


def fisher_on(axes, data):
    scale = float(atoms(data)) ** 2
    curves(axes, data, "qfi", scale)
    axis = scanned(data)
    for name, (dashes, label) in STYLES.items():
        if name not in data:
            continue
        formula = data[name].isel({axis: 0}) if axis else data[name]
        axes.plot(
            data["time"], formula.squeeze() / scale, color="black", lw=1, linestyle=dashes, label=label
        )
    axes.set_ylim(bottom=0)


def fisher_information(figure, data):
    axes = figure.subplots()
    fisher_on(axes, data)
    finish(axes, data, r"$F_Q/N^2$")
    axes.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1.0, 0.5))


def fisher_and_photons(figure, data):
    above, below = figure.subplots(2, sharex=True, height_ratios=[2, 1])
    fisher_on(above, data)
    finish(above, data, r"$F_Q/N^2$")
    above.set_xlabel("")
    curves(below, data, "photon_number")
    finish(below, data, r"$\langle n\rangle$")
    below.set_ylim(bottom=0)
    off = float(data["switch_off_time"]) / float(data["time_scale"])
    for axes in (above, below):
        axes.axvline(off, color="0.5", lw=0.8)
    below.text(off, 0.8, "  pump off", color="0.4", fontsize=8, transform=below.get_xaxis_transform())
    above.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1.0, 0.5))


def bell(figure, data):
    axes = figure.subplots()
    curves(axes, data, "bell")
    bound = (atoms(data) - 2) * np.log(2)
    axes.axhline(bound, color="black", lw=1, linestyle=(0, (5, 2)), label=r"$(N-2)\,\ln 2$")
    axes.axhline(0, color="0.6", lw=0.8)
    axes.set_ylim(-40, bound + 3)
    finish(axes, data, r"$Q_N$")
    axes.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1.0, 0.5))


def curve(figure, data):
    axes = figure.subplots()
    name = "mandel_q" if "mandel_q" in data else "photon_number"
    axes.plot(data["time"], data[name].squeeze(), color=COLOURS[0])
    finish(axes, data, {"mandel_q": r"Mandel $Q$", "photon_number": r"$\langle n\rangle$"}[name])
    axes.axhline(0, color="0.6", lw=0.8)


def classical_information(figure, data):
    axes = figure.subplots()
    values = data["cfi"].squeeze().transpose("angle", "time") / float(atoms(data)) ** 2
    mesh = axes.pcolormesh(
        data["time"], data["angle"], values, cmap="viridis", vmin=0, vmax=0.52, rasterized=True,
        shading="nearest",
    )
    axes.set_yticks([0, np.pi / 4, np.pi / 2, 3 * np.pi / 4, np.pi])
    axes.set_yticklabels(["0", r"$\pi/4$", r"$\pi/2$", r"$3\pi/4$", r"$\pi$"])
    axes.set_xlabel(time_label(data))
    axes.set_ylabel(r"angle $\vartheta$")
    figure.colorbar(mesh, label=r"$F/N^2$")


def husimi(figure, data):
    """Each time: the sphere from the front and from behind, and a flat map."""
    values = data["husimi"].squeeze()
    times = data["time"].values
    grid = figure.add_gridspec(len(times), 3, width_ratios=[1.2, 1.2, 2])
    for i, time in enumerate(times):
        of_time = values.isel(time=i)
        for j, (azimuth, view) in enumerate(((0, "from $+x$"), (180, "from $-x$"))):
            axes = figure.add_subplot(grid[i, j], projection="3d", computed_zorder=False)
            sphere(axes, of_time, azimuth)
            if i == 0:
                axes.text2D(0.5, 1.05, view, fontsize=8, ha="center", transform=axes.transAxes)
        axes = figure.add_subplot(grid[i, 2])
        mesh = axes.pcolormesh(
            of_time["phi"], of_time["theta"], of_time, cmap="magma", vmin=0, rasterized=True,
            shading="nearest",
        )
        axes.invert_yaxis()
        axes.set_xticks([-np.pi, 0, np.pi])
        axes.set_xticklabels([r"$-\pi$", "0", r"$\pi$"])
        axes.set_yticks([0, np.pi / 2, np.pi])
        axes.set_yticklabels(["0", r"$\pi/2$", r"$\pi$"])
        axes.set_ylabel(r"$\theta$")
        axes.set_xlabel(r"$\varphi$" if i + 1 == len(times) else "")
        unit = r"$\,\tau_C$" if data["time"].attrs.get("units") == "tau_C" else ""
        axes.set_title(f"$t$ = {time:g}{unit}", fontsize=8)
        figure.colorbar(mesh, ax=axes, label=r"$Q(\theta,\varphi)$")


def graticule():
    """Circles of latitude and meridians, (3, points) each."""
    turn = np.linspace(-np.pi, np.pi, 181)
    for latitude in np.radians([30, 60, 90, 120, 150]):
        ring = np.full_like(turn, np.sin(latitude))
        yield np.array([ring * np.cos(turn), ring * np.sin(turn), np.full_like(turn, np.cos(latitude))])
    for longitude in np.radians(np.arange(0, 180, 30)):
        yield np.array([np.sin(turn) * np.cos(longitude), np.sin(turn) * np.sin(longitude), np.cos(turn)])


def sphere(axes, values, azimuth):
    import matplotlib.pyplot as plt

    step = max(1, values.sizes["theta"] // 90)
    part = values.isel(theta=slice(None, None, step), phi=slice(None, None, step))
    theta, phi = np.meshgrid(part["theta"], part["phi"], indexing="ij")
    shade = plt.get_cmap("magma")(part.values / float(values.max()))
    axes.plot_surface(
        np.sin(theta) * np.cos(phi), np.sin(theta) * np.sin(phi), np.cos(theta),
        facecolors=shade, rstride=1, cstride=1, shade=False, antialiased=False, linewidth=0,
    )
    elevation = np.radians(15)
    view = np.array([np.cos(elevation) * np.cos(np.radians(azimuth)), 0.0, np.sin(elevation)])
    for line in graticule():
        seen = np.where(view @ line > 0, 1.0, np.nan)  # the half that faces us
        axes.plot(*(1.005 * line * seen), color="0.75", lw=0.4, alpha=0.6)
    axes.view_init(elev=15, azim=azimuth)
    axes.set_proj_type("ortho")
    axes.set(xlim=(-1, 1), ylim=(-1, 1), zlim=(-1, 1))
    axes.set_box_aspect((1, 1, 1), zoom=1.6)
    axes.set_axis_off()
