package dev.penstock.node;

import dev.penstock.access.DualControl;
import dev.penstock.connections.Connections;
import dev.penstock.json.Json;
import dev.penstock.reception.Execution;
import dev.penstock.reception.Hands;
import java.io.IOException;

/** Carries out what people have agreed on that lies outside of reception. */
record NodeDeeds(
    NodePlant plant,
    Kept<Connections> connections,
    Shreds shreds,
    NodeCertificates certificates,
    NodeCommanding commands)
    implements Execution {
  @Override
  public String execute(DualControl.Kind kind, Json.Object request, Hands hands)
      throws IOException {
    return switch (kind) {
      case PLANT_CHANGE -> plant.kept().carryOut(request, hands);
      case CONNECTIONS_CHANGE -> connections.carryOut(request, hands);
      case SHRED -> shreds.carryOut(request, hands);
      case CERTIFICATE_REVOKE -> certificates.carryOut(request);
      case COMMAND_WRITE -> commands.carryOut(request, hands);
      case ROLES_GRANT, PERSON_ERASE, PERSON_RESET, TOKEN_CREATE, BREAK_GLASS_RESET ->
          throw new IOException("this node carries out no request of the kind " + kind.wireName());
    };
  }
}
