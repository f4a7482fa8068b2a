// Every config that must be refused, and that the message names the place, the key, what was found
// and what is allowed.
#include <ostream>
#include <string>
#include <vector>

#include "config_support.hpp"

namespace pairtwist {
namespace {

using config_test::contains;
using config_test::minimal;
using config_test::refusal;

struct BadInput {
  const char* name;
  std::string text;
  std::vector<std::string> message;  ///< parts of it
};

void PrintTo(const BadInput& input, std::ostream* out) { *out << input.name; }

std::string scan(const std::string& axes, const std::string& mode = "grid") {
  return minimal("[scan]\nmode = \"" + mode + "\"\naxes = [" + axes + "]\n");
}

std::string axis(const std::string& rest) { return scan("{ key = \"model.kappa\", " + rest + " }"); }

std::string event(const std::string& fields) {
  return minimal("[output]\nevents = [{ " + fields + " }]\n");
}

const std::vector<BadInput> kBadInput = {
    // keys
    {"UnknownKey", minimal("kapa = 1.0\n"),
     {"fig.toml:5: model.kapa: unknown key; did you mean model.kappa?", "Allowed in [model]:"}},
    {"UnknownKeyFarFromAll", minimal("temperature = 1.0\n"),
     {"fig.toml:5: model.temperature: unknown key.", "Allowed in [model]: atoms, U, W0"}},
    {"UnknownSection", minimal("[modle]\nU = 2.0\n"),
     {"fig.toml:5: modle: unknown section; did you mean model?", "[output]"}},
    {"UnknownRootKey", "titel = \"x\"\n" + minimal(),
     {"fig.toml:1: titel: unknown key; did you mean title?"}},
    {"SectionIsNoTable", "model = 3\n[time]\nstop = 1.0\n",
     {"fig.toml:1: model: found 3 (integer), allowed: a table of atoms"}},
    {"SectionIsArrayOfTables", "[[model]]\natoms = 3\n", {"fig.toml:1: model: found an array"}},
    {"KeyOfAnotherLight", minimal("[light]\nstate = \"vacuum\"\nalpha = 1.0\n"),
     {"fig.toml:7: light.alpha means nothing for light.state = \"vacuum\"", "found 1.0"}},
    {"KeyOfAnotherAtoms", minimal("[atoms]\nm = 1\n"),
     {"fig.toml:6: atoms.m means nothing for atoms.state = \"coherent\""}},
    {"KeyOfAnUnaskedQuantity", minimal("[output]\nangles = [0.1]\n"),
     {"fig.toml:6: output.angles means nothing without quantity \"cfi\""}},
    {"MissingAtoms", "[time]\nstop = 1.0\n[model]\nU = 2.0\n",
     {"fig.toml:3: model.atoms: missing", "allowed: an integer from 1 to 1000000000"}},
    {"MissingStop", "[model]\natoms = 2\n", {"fig.toml: time.stop: missing"}},
    {"MissingAlpha", minimal("[light]\nstate = \"coherent\"\n"), {"light.alpha: missing"}},
    // types and ranges
    {"StringForNumber", minimal("U = \"1\"\n"),
     {"fig.toml:5: model.U: found \"1\" (string), allowed: a finite number"}},
    {"BooleanForNumber", minimal("U = true\n"), {"model.U: found true (boolean)"}},
    {"DateForNumber", minimal("U = 2024-01-01\n"), {"model.U: found a date or time"}},
    {"ArrayForNumber", minimal("U = [1.0]\n"), {"model.U: found an array"}},
    {"NumberForString", "title = 3\n" + minimal(), {"fig.toml:1: title: found 3 (integer)"}},
    {"NotANumber", minimal("tilt = nan\n"), {"fig.toml:5: model.tilt: found nan (float)"}},
    {"Infinity", minimal("tilt = -inf\n"), {"model.tilt: found -inf (float)"}},
    {"NaNInComplex", minimal("eta = [0.0, nan]\n"), {"fig.toml:5: model.eta[1]: found nan"}},
    {"ComplexOfThree", minimal("eta = [0.0, 1.0, 2.0]\n"),
     {"model.eta: found an array of 3 values, allowed: a number, [re, im] or { abs"}},
    {"ComplexWithoutModulus", minimal("eta = { phase = 1.0 }\n"), {"model.eta.abs: missing"}},
    {"ComplexNegativeModulus", minimal("eta = { abs = -1.0 }\n"),
     {"model.eta.abs: found -1.0", "allowed: a finite number >= 0"}},
    {"ComplexUnknownPart", minimal("eta = { abs = 1.0, phse = 1.0 }\n"),
     {"model.eta.phse: unknown key; did you mean model.eta.phase?"}},
    {"NegativeKappa", minimal("kappa = -1\n"),
     {"fig.toml:5: model.kappa: found -1 (integer), allowed: a finite number >= 0"}},
    {"NegativeDephasing", minimal("dephasing = -1e-9\n"), {"model.dephasing: found -1e-09"}},
    {"NegativeThermal", minimal("thermal_photons = -1.0\n"), {"model.thermal_photons: found -1.0"}},
    {"NegativeTwoPhoton", minimal("two_photon_loss = -1.0\n"),
     {"model.two_photon_loss: found -1.0"}},
    {"NoAtoms", "[model]\natoms = 0\n[time]\nstop = 1.0\n",
     {"fig.toml:2: model.atoms: found 0 (integer), allowed: an integer from 1 to 1000000000"}},
    {"HalfAtoms", "[model]\natoms = 7.5\n[time]\nstop = 1.0\n",
     {"fig.toml:2: model.atoms: found 7.5 (float), allowed: an integer"}},
    {"WholeFloatAtoms", "[model]\natoms = 7.0\n[time]\nstop = 1.0\n",
     {"model.atoms: found 7.0 (float), allowed: an integer"}},
    {"TooManyAtoms", "[model]\natoms = 1000000001\n[time]\nstop = 1.0\n", {"found 1000000001"}},
    {"ThetaBeyondPi", minimal("[atoms]\ntheta = 3.2\n"), {"atoms.theta: found 3.2", "0 to pi"}},
    {"KappaTwice", minimal("eta = 1.0\nkappa = 0.0\nkappa_tau_Q = 1.0\n"),
     {"fig.toml:6: model.kappa: found together with model.kappa_tau_Q (fig.toml:7)"}},
    {"KappaTauQWithoutPump", minimal("kappa_tau_Q = 1.0\n"),
     {"fig.toml:5: model.kappa_tau_Q: found model.eta = 0"}},
    {"KappaTauQWithoutCoupling", minimal("eta = 1.0\nW0 = 0.0\nkappa_tau_Q = 1.0\n"),
     {"fig.toml:7: model.kappa_tau_Q: found model.W0 = 0"}},
    {"KappaTauQOverflows",
     minimal("eta = 1e300\nW0 = 1e300\nkappa_tau_Q = 1e300\n"), {"model.kappa_tau_Q", "overflows"}},
    {"DickeOfWrongParity", minimal("[atoms]\nstate = \"dicke\"\nm = 0.5\n"),
     {"fig.toml:7: atoms.m: found 0.5, allowed for model.atoms = 100: -50 ... 50 in steps of 1"}},
    {"DickeTooLarge", minimal("[atoms]\nstate = \"dicke\"\nm = -51\n"), {"atoms.m: found -51"}},
    {"DickeQuarter", minimal("[atoms]\nstate = \"dicke\"\nm = 0.25\n"), {"atoms.m: found 0.25"}},
    {"UnknownState", minimal("[light]\nstate = \"vacum\"\n"),
     {"fig.toml:6: light.state: found \"vacum\" (string), allowed: \"vacuum\", \"coherent\"",
      "did you mean \"vacuum\"?"}},
    {"FileThatIsNotThere", minimal("[atoms]\nstate = \"file\"\npath = \"no/such.h5\"\n"),
     {"fig.toml:7: atoms.path: found \"no/such.h5\"", "allowed: an existing file (/"}},
    {"EmptyCat", minimal("[light]\nstate = \"cat\"\nalpha = 0.0\n"),
     {"fig.toml:7: light.alpha: found 0"}},
    {"CatParity", minimal("[light]\nstate = \"cat\"\nalpha = 1.0\nparity = 2\n"),
     {"fig.toml:8: light.parity: found 2 (integer), allowed: 1 or -1"}},
    {"FockOfHalf", minimal("[light]\nstate = \"fock\"\nn = 0.5\n"),
     {"light.n: found 0.5 (float), allowed: an integer"}},
    {"NegativeSqueezing", minimal("[light]\nstate = \"squeezed\"\nr = -0.5\n"),
     {"light.r: found -0.5"}},
    // pump and time
    {"SwitchOffAndSegments",
     minimal("[pump]\nswitch_off = 1.0\nsegments = [{ until = 1.0, eta = 1.0 }]\n"),
     {"fig.toml:6: pump.switch_off: found together with pump.segments"}},
    {"SwitchOffWord", minimal("[pump]\nswitch_off = \"max\"\n"),
     {"pump.switch_off: found \"max\" (string), allowed: \"max_qfi\" or a number"}},
    {"SwitchOffAtZero", minimal("[pump]\nswitch_off = 0.0\n"), {"pump.switch_off: found 0.0"}},
    {"NoSegments", minimal("[pump]\nsegments = []\n"), {"pump.segments: found an empty array"}},
    {"SegmentsNotIncreasing",
     minimal("[pump]\nsegments = [\n{ until = 1.0, eta = 1.0 },\n{ until = 1.0, eta = 2.0 }]\n"),
     {"fig.toml:8: pump.segments[1].until: found 1.0", "later than 1"}},
    {"SegmentWithoutEta", minimal("[pump]\nsegments = [{ until = 1.0 }]\n"),
     {"fig.toml:6: pump.segments[0].eta: missing"}},
    {"StopNotPositive", "[model]\natoms = 2\n[time]\nstop = 0\n", {"fig.toml:4: time.stop: found 0"}},
    {"OneSample", "[model]\natoms = 2\n[time]\nstop = 1\nsamples = 1\n",
     {"time.samples: found 1 (integer), allowed: an integer from 2 to 10000000"}},
    {"TooManySamples", "[model]\natoms = 2\n[time]\nstop = 1\nsamples = 10000001\n",
     {"time.samples: found 10000001"}},
    {"StopAndValues", "[model]\natoms = 2\n[time]\nstop = 1\nvalues = [0.0, 1.0]\n",
     {"fig.toml:4: time.stop means nothing for time.values"}},
    {"TimesNotIncreasing", "[model]\natoms = 2\n[time]\nvalues = [0.0, 2.0, 2.0]\n",
     {"fig.toml:4: time.values[2]: found 2.0 (float), allowed: increasing times, here later than 2"}},
    {"TimesNotFromZero", "[model]\natoms = 2\n[time]\nvalues = [0.1, 2.0]\n",
     {"time.values[0]: found 0.1 (float), allowed: 0"}},
    {"OneTime", "[model]\natoms = 2\n[time]\nvalues = [0.0]\n", {"time.values: found an array"}},
    {"UnitTauQWithoutPump", "[model]\natoms = 2\n[time]\nstop = 2\nunit = \"tau_Q\"\n",
     {"fig.toml:5: time.unit: found model.eta = 0, but the unit tau_Q needs model.eta != 0"}},
    {"UnitTauCWithoutLight", "[model]\natoms = 2\n[time]\nstop = 2\nunit = \"tau_C\"\n",
     {"fig.toml:5: time.unit: found light.state = \"vacuum\", but the unit tau_C needs"}},
    // scan
    {"EmptyAxis", axis("values = []"), {"scan.axes[0].values: found an empty array"}},
    {"AxisWithoutValues", scan("{ key = \"model.kappa\" }"),
     {"fig.toml:7: scan.axes[0]: found none of values, linspace, logspace for the axis over "
      "model.kappa"}},
    {"AxisOverString", scan("{ key = \"model.rate_unit\", values = [1.0] }"),
     {"fig.toml:7: model.rate_unit: found a scan axis over this key, which is no numeric key",
      "allowed: model.atoms, model.U"}},
    {"AxisOverMisspelt", scan("{ key = \"model.kapa\", values = [1.0] }"),
     {"model.kapa", "did you mean model.kappa?"}},
    {"AxisOfAnotherState", scan("{ key = \"light.alpha\", values = [1.0] }"),
     {"light.alpha: found a scan axis over this key, which means nothing for light.state = "
      "\"vacuum\""}},
    {"AxisOutOfRange", axis("values = [0.0, -0.5]"),
     {"fig.toml:7: model.kappa: found -0.5", "allowed: a finite number >= 0"}},
    {"SpacedAxisOutOfRange", axis("linspace = [-1.0, 1.0, 3]"),
     {"fig.toml:7: model.kappa: found -1 in the scan axis, allowed: a finite number >= 0"}},
    {"AxisOfStrings", axis("values = [\"a\"]"), {"model.kappa: found \"a\" (string)"}},
    {"AxisHalfAtoms", scan("{ key = \"model.atoms\", linspace = [1, 2, 3] }"),
     {"model.atoms: found 1.5 in the scan axis, allowed: an integer"}},
    {"AxisGivenTwice", axis("values = [1.0], linspace = [0.0, 1.0, 2]"),
     {"scan.axes[0]: found more than one of values, linspace, logspace"}},
    {"LogspaceFromZero", axis("logspace = [0.0, 1.0, 3]"),
     {"fig.toml:7: scan.axes[0].logspace[0]: found 0.0 (float), allowed: a finite number > 0"}},
    {"LogspaceToNegative", axis("logspace = [1.0, -1.0, 3]"),
     {"scan.axes[0].logspace[1]: found -1.0"}},
    {"LinspaceOfNone", axis("linspace = [0.0, 1.0, 0]"), {"linspace[2]: found 0 (integer)"}},
    {"LinspaceOfOne", axis("linspace = [0.0, 1.0, 1]"), {"linspace[2]: found 1 (integer)"}},
    {"LinspaceOfHalf", axis("linspace = [0.0, 1.0, 2.5]"), {"linspace[2]: found 2.5 (float)"}},
    {"LinspaceOfTwoNumbers", axis("linspace = [0.0, 1.0]"), {"allowed: [a, b, n]"}},
    {"TwoAxesOverOneKey",
     scan("\n{ key = \"model.U\", values = [1.0] },\n{ key = \"model.U\", values = [2.0] }"),
     {"model.U: found two scan axes over this key, allowed: one"}},
    {"AxesOverNumberAndPart",
     scan("{ key = \"model.eta\", values = [1] }, { key = \"model.eta.abs\", values = [2] }"),
     {"model.eta.abs: found a scan axis over this key and one over model.eta"}},
    {"AxesOverBothKappas",
     scan("{ key = \"model.kappa\", values = [1] }, { key = \"model.kappa_tau_Q\", values = [2] }"),
     {"model.kappa_tau_Q: found a scan axis over this key and one over model.kappa"}},
    {"AxisOverKappaBesideKappaTauQ",
     minimal("eta = 1.0\nkappa_tau_Q = 1.0\n[scan]\n"
             "axes = [{ key = \"model.kappa\", values = [1] }]\n"),
     {"fig.toml:8: model.kappa: found a scan axis over this key and model.kappa_tau_Q"}},
    {"AxisOverKappaTauQBesideKappa",
     minimal("eta = 1.0\nkappa = 1.0\n[scan]\n"
             "axes = [{ key = \"model.kappa_tau_Q\", values = [1] }]\n"),
     {"fig.toml:6: model.kappa: found together with model.kappa_tau_Q (fig.toml:8)"}},
    {"PhaseOfZero", scan("{ key = \"model.eta.phase\", values = [1] }"),
     {"fig.toml:7: model.eta.phase: found a scan axis over the phase of model.eta = 0"}},
    {"AxisOverStopBesideValues",
     "[model]\natoms = 2\n[time]\nvalues = [0, 1]\n[scan]\n"
     "axes = [{ key = \"time.stop\", values = [1] }]\n",
     {"fig.toml:6: time.stop: found a scan axis over this key and time.values"}},
    {"AxisOverSwitchOffBesideSegments",
     minimal("[pump]\nsegments = [{ until = 1, eta = 1 }]\n[scan]\n"
             "axes = [{ key = \"pump.switch_off\", values = [1] }]\n"),
     {"fig.toml:8: pump.switch_off: found a scan axis over this key and pump.segments"}},
    {"ZipOfUnequalLengths",
     scan("{ key = \"model.U\", values = [1, 2] }, { key = \"model.W0\", values = [2] }", "zip"),
     {"fig.toml:7: scan.axes: found axes of unequal lengths (2 of model.U, 1 of model.W0)"}},
    {"TooManyPoints",
     scan("{ key = \"model.U\", linspace = [0, 1, 10000000] }, "
          "{ key = \"model.W0\", linspace = [1, 2, 10000000] }"),
     {"scan.axes: found a grid of more than 1099511627776 points"}},
    {"KappaTauQWithoutPumpAtOnePoint",
     minimal("kappa_tau_Q = 1.0\n[scan]\n"
             "axes = [{ key = \"model.eta\", values = [320.0, 0.0, 1.0] }]\n"),
     {"fig.toml:5: model.kappa_tau_Q: found model.eta = 0", "(at the point model.eta = 0)"}},
    {"DickeWrongAtOnePoint",
     "[model]\natoms = 4\n[time]\nstop = 1\n[atoms]\nstate = \"dicke\"\nm = 0\n[scan]\n"
     "axes = [{ key = \"model.atoms\", values = [4, 6, 7, 8] }]\n",
     {"fig.toml:7: atoms.m: found 0, allowed for model.atoms = 7: -3.5 ... 3.5",
      "(at the point model.atoms = 7)"}},
    {"ScanMode", scan("", "outer"), {"fig.toml:6: scan.mode: found \"outer\""}},
    // solve
    {"MethodGaussian", minimal("[solve]\nmethod = \"gaussian\"\n"),
     {"fig.toml:6: solve.method = \"gaussian\" is not available in this version"}},
    {"MethodFock", minimal("[solve]\nmethod = \"fock\"\n"),
     {"solve.method = \"fock\" is not available in this version (available: auto, closed_form)"}},
    {"MethodJoint", minimal("[solve]\nmethod = \"joint\"\n"), {"\"joint\" is not available"}},
    {"UnknownMethod", minimal("[solve]\nmethod = \"exact\"\n"), {"solve.method: found \"exact\""}},
    {"UnknownBackend", minimal("[solve]\nbackend = \"gpu\"\n"),
     {"solve.backend: found \"gpu\" (string), allowed: \"auto\", \"cpu\", \"cuda\""}},
    {"FrameOfClosedForm", minimal("[solve]\nframe = \"moving\"\n"),
     {"fig.toml:6: solve.frame means nothing for the closed form"}},
    {"CutoffOfClosedForm", minimal("[solve]\ncutoff = 40\n"),
     {"fig.toml:6: solve.cutoff means nothing for the closed form"}},
    {"CutoffOfOne", minimal("[solve]\ncutoff = 1\n"),
     {"solve.cutoff: found 1 (integer), allowed: \"auto\" or an integer from 2 to 100000"}},
    {"CutoffExactOfClosedForm", minimal("[solve]\ncutoff_exact = 40\n"),
     {"solve.cutoff_exact means nothing for the closed form"}},
    {"TrajectoriesOfClosedForm", minimal("[solve]\ntrajectories = 4\n"),
     {"solve.trajectories means nothing for the closed form"}},
    {"ToleranceZero", minimal("[solve]\ntolerance = 0\n"),
     {"fig.toml:6: solve.tolerance: found 0 (integer), allowed: a number from 1e-14 (double "
      "precision holds no more) to 0.1"}},
    {"ToleranceTiny", minimal("[solve]\ntolerance = 1e-20\n"), {"solve.tolerance: found 1e-20"}},
    {"SeedNegative", minimal("[solve]\nseed = -1\n"), {"solve.seed: found -1"}},
    {"Tunnelling", minimal("tunnelling = 2.0\n"),
     {"fig.toml:5: model.tunnelling: found 2, allowed for the closed form: 0", "\"joint\""}},
    {"TunnellingWithMethodGiven", minimal("tunnelling = 2.0\n[solve]\nmethod = \"closed_form\"\n"),
     {"fig.toml:5: model.tunnelling: found 2, allowed for the closed form: 0"}},
    {"ThermalPhotons", minimal("thermal_photons = 0.5\n"), {"found 0.5", "\"gaussian\""}},
    {"Kerr", minimal("kerr = 0.5\n"), {"model.kerr: found 0.5", "\"fock\""}},
    {"TwoPhotonLoss", minimal("two_photon_loss = 0.5\n"), {"found 0.5", "\"fock\""}},
    {"KerrAtOnePoint", scan("{ key = \"model.kerr\", values = [0.0, 0.0, 0.5] }"),
     {"fig.toml:7: model.kerr: found 0.5", "(at the point model.kerr = 0.5)"}},
    {"FockLight", minimal("[light]\nstate = \"fock\"\nn = 3\n"),
     {"fig.toml:6: light.state: found \"fock\"", "solve.method = \"fock\""}},
    {"ThermalLight", minimal("[light]\nstate = \"thermal\"\nn = 0.3\n"),
     {"light.state: found \"thermal\"", "solve.method = \"gaussian\""}},
    // output
    {"UnknownQuantity", minimal("[output]\nquantities = [\"qfj\"]\n"),
     {"fig.toml:6: output.quantities[0]: found \"qfj\" (string), allowed: qfi,",
      "did you mean qfi?"}},
    {"LaterQuantity", minimal("[output]\nquantities = [\"husimi\"]\n"),
     {"fig.toml:6: output.quantities[0]: \"husimi\" is not available in this version"}},
    {"NoQuantity", minimal("[output]\nquantities = []\n"),
     {"output.quantities: found an empty array"}},
    {"QuantityTwice", minimal("[output]\nquantities = [\"qfi\", \"qfi\"]\n"),
     {"output.quantities[1]: found \"qfi\" (string), allowed: each quantity once"}},
    {"ExtremaOfMatrix", minimal("[output]\nover_time = \"extrema\"\nquantities = [\"rho\"]\n"),
     {"fig.toml:7: output.quantities[0]: found \"rho\"", "scalar quantities"}},
    {"D3WithoutLight", minimal("[output]\nquantities = [\"qfi_d3\"]\n"),
     {"fig.toml:6: output.quantities: found \"qfi_d3\", which needs light.state = \"coherent\""}},
    {"EventOfMatrix", event("name = \"a\", quantity = \"rho\", above = 0.1"),
     {"fig.toml:6: output.events[0].quantity: found \"rho\"", "scalar quantities"}},
    {"EventOfUnknown", event("name = \"a\", quantity = \"qf\", above = 0.1"),
     {"output.events[0].quantity: found \"qf\""}},
    {"EventNameNoIdentifier", event("name = \"45\", quantity = \"qfi\", above = 0.1"),
     {"output.events[0].name: found \"45\"", "letters, digits"}},
    {"EventNameTaken", event("name = \"time\", quantity = \"qfi\", above = 0.1"),
     {"output.events[0].name: found \"time\"", "nothing else in the result file"}},
    {"EventNamedAsExtremum", event("name = \"qfi_max\", quantity = \"qfi\", above = 0.1"),
     {"output.events[0].name: found \"qfi_max\""}},
    {"EventNameTwice",
     event("name = \"a\", quantity = \"qfi\", above = 1 }, { name = \"a\", quantity = \"bell\", "
           "above = 1"),
     {"output.events[1].name: found \"a\""}},
    {"EventWithoutThreshold", event("name = \"a\", quantity = \"qfi\""),
     {"output.events[0].above: missing"}},
    {"EventScale", event("name = \"a\", quantity = \"qfi\", above = 1, scale = \"N^3\""),
     {"output.events[0].scale: found \"N^3\" (string), allowed: \"1\", \"N\", \"N^2\""}},
    {"PartSecondsZero", minimal("[output]\npart_seconds = 0\n"), {"output.part_seconds: found 0"}},
    // not TOML
    {"NotToml", minimal("this is not TOML\n"), {"fig.toml:5: not TOML: "}},
    {"KeyTwice", minimal("U = 1.0\nU = 2.0\n"), {"fig.toml:6: not TOML: "}},
    {"IntegerTooLarge", minimal("U = 99999999999999999999\n"), {"fig.toml:5: not TOML: "}},
    {"InvalidUtf8", minimal("rate_unit = \"\xff\xfe\"\n"), {"fig.toml:5: not TOML: "}},
    {"InvalidUtf8InComment", minimal("# \xc3\x28\n"), {"fig.toml:5: not TOML: "}},
    {"Nul", minimal(std::string("U = 1\0\n", 7)), {"fig.toml:5: not TOML: "}},
};

class ConfigBadInput : public ::testing::TestWithParam<BadInput> {};

TEST_P(ConfigBadInput, IsRefusedByName) {
  const std::string message = refusal(GetParam().text);
  EXPECT_TRUE(contains(message, "fig.toml"));
  for (const std::string& part : GetParam().message) EXPECT_TRUE(contains(message, part));
}

INSTANTIATE_TEST_SUITE_P(All, ConfigBadInput, ::testing::ValuesIn(kBadInput),
                         [](const auto& input) { return std::string(input.param.name); });

}  // namespace
}  // namespace pairtwist
