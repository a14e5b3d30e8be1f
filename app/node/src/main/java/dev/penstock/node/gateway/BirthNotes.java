package dev.penstock.node.gateway;

import dev.penstock.sparkplug.edgenode.EdgeNode;
import dev.penstock.sparkplugnode.BirthNumbers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The numbers of an edge node's births, the last in a small file, docs/formats/notes.md. It is
 * written before the number is used.
 */
record BirthNotes(Gateway.Notes notes, String destination) implements BirthNumbers {
  private static final String BEFORE = "births-";
  private static final int BYTES_MAX = 16;

  @Override
  public int next() throws IOException {
    String name = BEFORE + destination;
    String last = new String(notes.read(name, BYTES_MAX), StandardCharsets.US_ASCII).strip();
    // Of a file that is none of ours nothing is left to count on; hosts take any number.
    boolean isKnown = last.matches("[0-9]{1,3}") && Integer.parseInt(last) < EdgeNode.SEQ_COUNT;
    int next = isKnown ? EdgeNode.bdSeqAfter(Integer.parseInt(last)) : 0;
    notes.replace(name, (next + "\n").getBytes(StandardCharsets.US_ASCII));
    return next;
  }
}
