package dev.penstock.cli.chain;

import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.chain.ObserverEvent;
import dev.penstock.signature.VerificationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The keys a person trusts, docs/formats/chain-file.md. */
final class TrustFile {
  private static final int FIELDS = 4;

  private TrustFile() {}

  /** A line that names no key. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(Path file, int line, String why) {
      super(file + " line " + line + ": " + why);
    }
  }

  static List<ObserverEvent.KeyAdmitted> read(Path file) throws IOException, Unusable {
    var keys = new ArrayList<ObserverEvent.KeyAdmitted>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      String text = line.replaceFirst("#.*", "").strip();
      if (!text.isEmpty()) {
        try {
          keys.add(key(text.split("\\s+", -1)));
        } catch (IllegalArgumentException e) {
          throw new Unusable(file, number, String.valueOf(e.getMessage()));
        }
      }
    }
    return keys;
  }

  private static ObserverEvent.KeyAdmitted key(String[] fields) {
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException(
          fields.length + " fields, must be origin, chain, first block and key");
    }
    VerificationKey key =
        switch (CoseKey.decode(HexFormat.of().parseHex(fields[3]))) {
          case Decoded.Value<VerificationKey>(var value) -> value;
          case Decoded.Refused<VerificationKey>(var refusal) ->
              throw new IllegalArgumentException("the key is none: " + refusal);
        };
    var chain = ChainId.of(HexFormat.of().parseHex(fields[1]));
    long from = Long.parseLong(fields[2]);
    if (from < 0) {
      throw new IllegalArgumentException("first block " + from + ", must not be negative");
    }
    return new ObserverEvent.KeyAdmitted(0, key, fields[0], chain, from);
  }
}
