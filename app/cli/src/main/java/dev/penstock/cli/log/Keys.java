package dev.penstock.cli.log;

import dev.penstock.crypto.NoProviderException;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.note.NoteVerifier;
import dev.penstock.signature.Signatures;
import java.util.ArrayList;
import java.util.List;

/** The keys a person trusts, as given on the command line. */
final class Keys {
  /** Where signatures are checked; made only when a key was given. */
  public interface Provider {
    Signatures choose() throws NoProviderException;
  }

  private Keys() {}

  static NoteVerifier verifier(List<String> vkeys, Provider signatures) throws Unusable {
    List<NoteKey> keys = new ArrayList<>();
    for (String vkey : vkeys) {
      switch (NoteKey.decode(vkey)) {
        case Decoded.Value<NoteKey>(var key) -> keys.add(key);
        case Decoded.Malformed<NoteKey>(var why) ->
            throw new Unusable("--key " + vkey + " is no verifier key: " + why);
      }
    }
    try {
      return new NoteVerifier(signatures.choose(), keys);
    } catch (NoProviderException e) {
      throw new Unusable("no signature can be checked here: " + e.reason());
    }
  }
}
