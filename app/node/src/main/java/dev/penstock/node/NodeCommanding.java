package dev.penstock.node;

import dev.penstock.access.ApprovalRequest.Difference;
import dev.penstock.commanding.CommandDesk;
import dev.penstock.commanding.Phase;
import dev.penstock.commanding.Standing;
import dev.penstock.commanding.Taken;
import dev.penstock.commanding.Wish;
import dev.penstock.conduit.Agreement;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.json.Json;
import dev.penstock.json.JsonObjectMaker;
import dev.penstock.merkle.Digest;
import dev.penstock.node.gateway.DeviceCommands;
import dev.penstock.reception.Hands;
import dev.penstock.web.CommandView;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Commands to devices as people give them: what a second person is asked, and what is done when one
 * agrees.
 *
 * <p>Req: 62443-4-2 CR 2.1 RE(4)
 */
final class NodeCommanding implements CommandView {
  private static final int OBJECTS_CHARS_MAX = 200;
  private static final String DO = "command";
  private static final String NONE = "not a request for a command at this node";

  private final DeviceCommands commands;

  NodeCommanding(DeviceCommands commands) {
    this.commands = commands;
  }

  @Override
  public CommandDesk desk() {
    return commands;
  }

  @Override
  public Optional<String> zone() {
    return commands.zone();
  }

  @Override
  public Asking asking(Taken.TwoPeople command) {
    Wish wish = command.standing().wish().orElseThrow();
    Agreement.Device device = command.agreement().device().orElseThrow();
    Json.Object request =
        new JsonObjectMaker()
            .put("do", DO)
            .put("command", hex(command.standing().id().bytes()))
            .put("source", wish.source())
            .put("point", wish.point())
            .put("value", text(wish.value()))
            .put("device", device.endpoint())
            .put("device_sha256", hex(device.definition().bytes()))
            .put("objects", command.agreement().request().objectsText(OBJECTS_CHARS_MAX))
            .put("rule", command.agreement().rule())
            .put("agreement_sha256", hex(command.agreement().digest().bytes()))
            .put("until", command.standing().until())
            .make();
    String path = "/sources/" + wish.source() + "/points/" + wish.point();
    return new Asking(request, List.of(new Difference(path, "", text(wish.value()))));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** A value as people read it. */
  static String text(Scalar value) {
    return switch (value) {
      case Scalar.Bool(var isSo) -> String.valueOf(isSo);
      case Scalar.Whole(var whole) -> String.valueOf(whole);
      case Scalar.Real(var real) -> String.valueOf(real);
      case Scalar.Text(var text) -> text;
      case Scalar.None _, Scalar.Large _, Scalar.Bytes _, Scalar.Decimal _ -> String.valueOf(value);
    };
  }

  @Override
  public void withdraw(ByteString id, String why) {
    commands.withdraw(id, why);
  }

  /** Sends what two people wanted, if it is still what they saw; nobody is two people alone. */
  String carryOut(Json.Object request, Hands hands) throws IOException {
    Optional<byte[]> id = request.text("command").flatMap(text -> bytes(text, 16));
    Optional<byte[]> agreement =
        request.text("agreement_sha256").flatMap(text -> bytes(text, Digest.BYTES));
    if (id.isEmpty() || agreement.isEmpty() || !request.text("do").equals(Optional.of(DO))) {
      throw new IOException(NONE);
    }
    if (hands.approvers().isEmpty()) {
      throw new IOException(
          "the rule wants two people, and nobody else at this node may agree to it");
    }
    List<ByteString> approvers =
        hands.approvers().stream().map(one -> ByteString.of(one.value().toArray())).toList();
    try {
      Standing standing =
          commands
              .agreed(ByteString.of(id.get()), Digest.of(agreement.get()), approvers)
              .orElseThrow(() -> new IOException("this node takes no commands just now"));
      if (standing.phase() != Phase.DONE) {
        throw new IOException(standing.phase().word() + ": " + standing.text());
      }
      return "done: the device has the value";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the node ends; the records of the command say what came of it", e);
    }
  }

  private static Optional<byte[]> bytes(String hex, int count) {
    return hex.length() == 2 * count && hex.matches("[0-9a-f]*")
        ? Optional.of(HexFormat.of().parseHex(hex))
        : Optional.empty();
  }
}
