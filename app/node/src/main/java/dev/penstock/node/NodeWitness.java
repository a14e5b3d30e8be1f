package dev.penstock.node;

import dev.penstock.anchors.witness.FileHeads;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.flow.anchoring.HeadFindings;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.keys.KeyHomeException;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.merkle.witness.CosigningWitness;
import dev.penstock.merkle.witness.HeadConflict;
import dev.penstock.merkle.witness.Witness;
import dev.penstock.merkle.witness.WitnessRules;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.config.WitnessSettings;
import dev.penstock.node.log.LogLevel;
import dev.penstock.node.log.NodeLog;
import dev.penstock.pump.IntakePump;
import dev.penstock.signature.Signatures;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The witness that a node is for its neighbours, with keys of its own.
 *
 * @param witness empty where the settings have none
 * @param keys what neighbours give as its keys
 */
record NodeWitness(Optional<Witness> witness, List<String> keys) {
  private static final String ROOM = "witness";

  NodeWitness {
    keys = List.copyOf(keys);
  }

  /** Where a neighbour's contradiction goes. */
  record Alarm(IntakePump intake, NodeLog log) {
    /** A neighbour's log contradicts itself: both notes go into our ledger. */
    void conflict(HeadConflict conflict) {
      FindingMade finding = HeadFindings.of(conflict);
      boolean isTaken = intake.offer(finding, Receipt.NONE);
      log.say(
          LogLevel.ERROR,
          "alarm",
          finding.text() + (isTaken ? "" : " (not recorded: too much waits to be taken in)"),
          "code",
          finding.code());
    }
  }

  static NodeWitness open(
      NodeSettings settings,
      DataFolder folder,
      NodeKeys keys,
      Signatures signatures,
      InstantSource clock,
      Alarm alarm)
      throws IOException, StartException, KeyHomeException {
    if (settings.witness().isEmpty()) {
      return new NodeWitness(Optional.empty(), List.of());
    }
    WitnessSettings set = settings.witness().get();
    for (NoteKey key : set.logs()) {
      Optional<String> flaw = WitnessRules.flaw(key, settings.origin(), keys.all());
      if (flaw.isPresent()) {
        throw new StartException("witness: " + key + ": " + flaw.get());
      }
    }
    List<NoteSigner> signers = keys.witness(set.name());
    var witness =
        new CosigningWitness(
            new WitnessRules(signatures, set.logs()),
            signers,
            new FileHeads(folder.room(ROOM)),
            clock,
            alarm::conflict);
    return new NodeWitness(
        Optional.of(witness), signers.stream().map(signer -> signer.key().vkey()).toList());
  }
}
