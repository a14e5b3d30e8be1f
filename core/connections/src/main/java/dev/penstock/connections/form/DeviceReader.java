package dev.penstock.connections.form;

import dev.penstock.connections.Device;
import dev.penstock.connections.protocol.ProtocolForms;
import dev.penstock.plant.tree.Tree;
import java.util.List;
import java.util.Optional;

/** Reads one device by the rules of a file, for who changes one: a table, an editor. */
public final class DeviceReader {
  /** What came of it. */
  public sealed interface Outcome {
    /** It is one. */
    record Sound(Device device) implements Outcome {}

    /**
     * It is none.
     *
     * @param findings in the order of their places; at least one
     * @param leftOut how many more there are
     */
    record Unsound(List<Finding> findings, long leftOut) implements Outcome {
      public Unsound {
        findings = List.copyOf(findings);
      }
    }
  }

  private DeviceReader() {}

  /** Reads. */
  public static Outcome read(Tree.Fields written, ProtocolForms protocols) {
    var findings = new Findings();
    var fields = new FieldReader(Spot.TOP, written, DeviceShape.FIELDS, findings);
    Optional<Device> device = new DeviceShape(protocols).device(fields);
    return device
        .filter(_ -> findings.count() == 0)
        .<Outcome>map(Outcome.Sound::new)
        .orElseGet(() -> new Outcome.Unsound(findings.list(), findings.leftOut()));
  }
}
