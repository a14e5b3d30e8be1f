package dev.penstock.bench.evidence;

import dev.penstock.bench.harness.Bench;
import dev.penstock.bench.harness.Contest;
import dev.penstock.bench.harness.Contest.Figure;
import dev.penstock.bench.harness.Knob;
import dev.penstock.bench.harness.Settings;
import dev.penstock.bench.harness.Side;
import dev.penstock.bench.harness.Work;
import dev.penstock.crypto.CryptoProviders;
import dev.penstock.crypto.NoProviderException;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Bytes that a gateway keeps for its records, counted: simulated sources go through the real rules
 * of sealing, and every byte that the formats have is added up. Times do not matter here.
 */
public final class OverheadBench implements Bench {
  private static final Knob SOURCES = new Knob("sources", 1000, "sources");
  private static final Knob ZONES = new Knob("zones", 1, "zones they lie in");
  private static final Knob MINUTES = new Knob("minutes", 10, "minutes of one record a second");
  private static final Knob FRAME_BYTES =
      new Knob("frame_bytes", 1, "journal bytes around a record that comes alone");

  /** The goal: 1.5 bytes stored for each byte of records. */
  private static final int GOAL_TENTHS = 15;

  @Override
  public String name() {
    return "overhead";
  }

  @Override
  public String purpose() {
    return "bytes stored for 1 record/s per source, and for a day of silence";
  }

  @Override
  public List<Knob> knobs() {
    return List.of(SOURCES, ZONES, MINUTES, FRAME_BYTES);
  }

  @Override
  public List<Contest> contests(Settings settings) throws IOException {
    int sources = Math.toIntExact(settings.knob(SOURCES.name()));
    int zones = Math.toIntExact(settings.knob(ZONES.name()));
    long minutes = settings.knob(MINUTES.name());
    int frameBytes = Math.toIntExact(settings.knob(FRAME_BYTES.name()));
    try {
      Signer signer = Keys.ed25519(CryptoProviders.choose());
      StoredBytes busy =
          new SimulatedSite(sources, zones, frameBytes, signer).speak(60 * minutes, true);
      Map<String, Double> busyParts = new HashMap<>(busy.parts("busy"));
      var _ = busyParts.put("frame_room_bytes", busy.frameRoomBytes(GOAL_TENTHS));
      StoredBytes idle = new SimulatedSite(sources, zones, frameBytes, signer).speak(86_400, false);
      return List.of(
          new Contest(
              "one_a_second",
              "bytes",
              Figure.AMOUNT,
              side(busy.total(), busyParts),
              Optional.of(side(busy.records(), Map.of()))),
          new Contest(
              "idle",
              "bytes/day",
              Figure.AMOUNT,
              side(idle.total(), idle.parts("idle")),
              Optional.empty()));
    } catch (NoProviderException | SigningException e) {
      throw new IOException("no signatures on this machine", e);
    }
  }

  /** What was counted once is the same in every round. */
  private static Side side(long bytes, Map<String, Double> parts) {
    return budget -> new Work(bytes, bytes, parts);
  }
}
