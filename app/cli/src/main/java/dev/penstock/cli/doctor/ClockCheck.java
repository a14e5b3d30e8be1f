package dev.penstock.cli.doctor;

import dev.penstock.clock.KernelClock;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/** Whether the wall clock can be right, and whether somebody keeps it right. */
public record ClockCheck(InstantSource clock, KernelClock kernel, Instant built) implements Check {
  private static final String ADVICE = "set up NTP or PTP (chrony, systemd-timesyncd, ptp4l)";

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public Finding look(Path data) {
    Instant now = clock.instant();
    if (now.isBefore(built)) {
      return new Finding.Bad(now + " is before this release was made", ADVICE);
    }
    return kernel
        .state()
        .<Finding>map(state ->
            state.isSynchronized()
                ? new Finding.Good(
                    now + ", synchronized, at most " + state.errorMax().toMillis() + " ms off")
                : new Finding.Notice(now + ", not synchronized", ADVICE))
        .orElseGet(
            () -> new Finding.Notice(now + ", the kernel does not tell how good it is", ADVICE));
  }
}
