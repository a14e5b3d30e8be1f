package dev.penstock.cli.log;

import dev.penstock.crypto.NoProviderException;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.note.NoteVerifier;
import dev.penstock.merkle.note.TrustedKeys;
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

  /** Knows these keys, each for itself. */
  static NoteVerifier verifier(List<String> vkeys, Provider signatures) throws Unusable {
    List<NoteKey> keys = decoded(vkeys);
    try {
      return new NoteVerifier(signatures.choose(), keys);
    } catch (NoProviderException e) {
      throw new Unusable("no signature can be checked here: " + e.reason());
    } catch (IllegalArgumentException e) {
      throw new Unusable(String.valueOf(e.getMessage()));
    }
  }

  /** Trusts these keys of a log, and those its entries lead to from there. */
  static TrustedKeys trusted(List<String> vkeys, Provider signatures) throws Unusable {
    List<NoteKey> keys = decoded(vkeys);
    try {
      var trusted = new TrustedKeys(signatures.choose(), keys);
      if (!trusted.canVouch()) {
        throw new Unusable(
            "no --key is an Ed25519 key of a log: that signature must verify alone, whatever stands"
                + " beside it; give the key that penstock up shows, others only in addition");
      }
      return trusted;
    } catch (NoProviderException e) {
      throw new Unusable("no signature can be checked here: " + e.reason());
    } catch (IllegalArgumentException e) {
      throw new Unusable(String.valueOf(e.getMessage()));
    }
  }

  private static List<NoteKey> decoded(List<String> vkeys) throws Unusable {
    List<NoteKey> keys = new ArrayList<>();
    for (String vkey : vkeys) {
      switch (NoteKey.decode(vkey)) {
        case Decoded.Value<NoteKey>(var key) -> keys.add(key);
        case Decoded.Malformed<NoteKey>(var why) ->
            throw new Unusable("--key " + vkey + " is no verifier key: " + why);
      }
    }
    return keys;
  }
}
