package dev.penstock.node;

import dev.penstock.crypto.CryptoProviders;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.log.NodeLog;
import dev.penstock.pump.HashCrew;
import dev.penstock.storage.Storage;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What every part of a node stands on: its settings, its machine, and its folder, open.
 *
 * @param path of the folder, as it was given
 * @param notes the room with what one run leaves for the next
 * @param crew hashes what comes into the log
 * @param signers do what the node signs, and what it checks
 */
record NodeGround(
    Path path,
    NodeSettings settings,
    Node.Machine machine,
    NodeLog log,
    DataFolder folder,
    Storage notes,
    HashCrew crew,
    CryptoProviders signers,
    NodeKeys keys,
    Stores stores) {
  InstantSource clock() {
    return machine.clock();
  }
}
