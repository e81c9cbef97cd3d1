package io.strowger.gateway.main;

import picocli.CommandLine.Command;

@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = "Plays a carrier, with faults at the turn of a dial.",
    synopsisSubcommandLabel = "CARRIER",
    subcommands = {SimulateSmsc.class, SimulateTrunk.class})
final class SimulateCommand {}
