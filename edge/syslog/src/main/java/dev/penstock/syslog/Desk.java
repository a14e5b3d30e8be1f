package dev.penstock.syslog;

import dev.penstock.flow.intake.Intake;
import java.time.InstantSource;

/** What the parts of one listener share. */
record Desk(
    SyslogOptions options,
    Intake intake,
    InstantSource clock,
    PeerNames names,
    Complaints complaints,
    Hearing hearing,
    Handing handing,
    Tally tally) {
  static Desk of(SyslogOptions options, Intake intake, InstantSource clock) {
    var names = new PeerNames(options.name(), options.names());
    var complaints = new Complaints(options.name(), intake);
    var tally = new Tally();
    var hearing = new Hearing(options.name(), names, complaints, tally, clock);
    return new Desk(options, intake, clock, names, complaints, hearing, new Handing(tally), tally);
  }
}
