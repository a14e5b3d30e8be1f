package dev.penstock.node;

import dev.penstock.access.ApprovalRequest.Difference;
import dev.penstock.connections.Connections;
import dev.penstock.connections.Device;
import dev.penstock.connections.draft.Draft;
import dev.penstock.connections.draft.TableDraft;
import dev.penstock.connections.form.ConnectionsWriter;
import dev.penstock.connections.protocol.ProtocolForms;
import dev.penstock.connections.sheet.PointSheet;
import dev.penstock.plant.Model;
import dev.penstock.plant.tree.Place;
import dev.penstock.web.ConnectionsView.Drafted;
import dev.penstock.web.ConnectionsView.DraftedTable;
import dev.penstock.web.VersionedView;
import dev.penstock.yaml.YamlReader;
import dev.penstock.yaml.YamlWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Looks at connections that somebody wrote, beside those in force; keeps nothing. */
final class ConnectionsDrafts {
  private final Kept<Connections> kept;

  ConnectionsDrafts(Kept<Connections> kept) {
    this.kept = kept;
  }

  Drafted check(byte[] yaml, Optional<Model> plant) {
    return held(draft(yaml, plant));
  }

  private static Draft draft(byte[] yaml, Optional<Model> plant) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(yaml)).toString();
      return switch (YamlReader.parse(text, KeptFiles.MODEL_BYTES_MAX)) {
        case YamlReader.Parsed.Unreadable(var place, var why) -> Draft.unreadable(place, why);
        case YamlReader.Parsed.Root(var tree) -> Draft.of(tree, ProtocolForms.standard(), plant);
      };
    } catch (CharacterCodingException _) {
      return Draft.unreadable(Place.NONE, "the file is no text in UTF-8");
    }
  }

  Optional<DraftedTable> check(
      String device, String table, PointSheet.Mode mode, Optional<Model> plant) {
    Optional<Connections> now = active();
    Optional<Device> known = now.flatMap(all -> all.device(device));
    if (now.isEmpty() || known.isEmpty()) {
      return Optional.empty();
    }
    TableDraft made =
        TableDraft.of(now.get(), known.get(), table, mode, ProtocolForms.standard(), plant);
    Optional<String> yaml =
        made.draft().connections().map(ConnectionsWriter::write).map(YamlWriter::write);
    return Optional.of(new DraftedTable(made, held(made.draft()), yaml));
  }

  private Drafted held(Draft draft) {
    Optional<Connections> now = active();
    Optional<Connections> wanted = draft.connections();
    if (wanted.isEmpty() || wanted.equals(now)) {
      return new Drafted(draft, wanted.isPresent(), List.of());
    }
    List<Difference> diff = kept.kind().differences(now, wanted.get());
    return new Drafted(draft, false, diff);
  }

  private Optional<Connections> active() {
    return kept.active().map(VersionedView.Shown::model);
  }
}
