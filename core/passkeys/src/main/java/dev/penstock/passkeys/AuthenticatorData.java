package dev.penstock.passkeys;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborType;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.Refusal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * What an authenticator says by itself (WebAuthn §6.1): for which relying party, in whose presence,
 * how often it has signed; at registration also the new key (§6.5.1).
 *
 * <p>The two reserved bits are not looked at, so that a later level may use them. Extensions must
 * be a map of texts to anything (§9.5) and are otherwise ignored (§7.1 step 28, §7.2 step 23).
 */
final class AuthenticatorData {
  /** Far more than id, key and the extensions there are. */
  static final int BYTES_MAX = 8192;

  private static final int HASH_BYTES = 32;
  private static final int FLAGS_AT = 32;
  private static final int COUNTER_AT = 33;
  private static final int HEAD_BYTES = 37;
  private static final int AAGUID_BYTES = 16;
  private static final int ID_AT = HEAD_BYTES + AAGUID_BYTES + 2;
  private static final int EXTENSION_NAME_BYTES_MAX = 256;

  private static final int UP = 1;
  private static final int UV = 1 << 2;
  private static final int BE = 1 << 3;
  private static final int BS = 1 << 4;
  private static final int AT = 1 << 6;
  private static final int ED = 1 << 7;

  private static final CborLimits LIMITS = CborLimits.ofBytes(BYTES_MAX);

  private final byte[] bytes;
  private final int idEnd;
  private final int keyEnd;

  private AuthenticatorData(byte[] bytes, int idEnd, int keyEnd) {
    this.bytes = bytes;
    this.idEnd = idEnd;
    this.keyEnd = keyEnd;
  }

  static Decoded<AuthenticatorData> decode(byte[] source) {
    if (source.length > BYTES_MAX) {
      return refused(0, DataReason.TOO_LONG);
    }
    if (source.length < HEAD_BYTES) {
      return refused(source.length, DataReason.TOO_SHORT);
    }
    byte[] bytes = source.clone();
    boolean isAttested = (bytes[FLAGS_AT] & AT) != 0;
    int idEnd = HEAD_BYTES;
    if (isAttested) {
      if (bytes.length < ID_AT) {
        return refused(bytes.length, DataReason.TOO_SHORT);
      }
      idEnd = ID_AT + (((bytes[ID_AT - 2] & 0xff) << 8) | (bytes[ID_AT - 1] & 0xff));
      if (bytes.length < idEnd) {
        return refused(bytes.length, DataReason.TOO_SHORT);
      }
    }
    var reader = new CborReader(LIMITS);
    reader.reset(bytes, idEnd, bytes.length - idEnd);
    if (isAttested) {
      expectMap(reader, DataReason.KEY_NOT_MAP);
      reader.skip();
    }
    int keyEnd = reader.at();
    if ((bytes[FLAGS_AT] & ED) != 0) {
      extensions(reader);
    }
    int keyFrom = idEnd;
    return reader.end(() -> new AuthenticatorData(bytes, keyFrom, keyEnd));
  }

  private static void extensions(CborReader reader) {
    expectMap(reader, DataReason.EXTENSIONS_NOT_MAP);
    int pairs = reader.map();
    for (int i = 0; i < pairs && !reader.isRefused(); i++) {
      int _ = reader.textInPlace(EXTENSION_NAME_BYTES_MAX);
      reader.skip();
    }
  }

  private static void expectMap(CborReader reader, DataReason otherwise) {
    if (reader.peek() != CborType.MAP) {
      reader.refuse(reader.at(), otherwise);
    }
  }

  private static Decoded<AuthenticatorData> refused(int at, DataReason reason) {
    return new Decoded.Refused<>(new Refusal(at, reason));
  }

  /** Whether it was made for this RP ID. */
  boolean isFor(String id) {
    byte[] hash = Arrays.copyOf(bytes, HASH_BYTES);
    return MessageDigest.isEqual(hash, Hash.sha256(id));
  }

  boolean isUserPresent() {
    return has(UP);
  }

  boolean isUserVerified() {
    return has(UV);
  }

  boolean isBackupEligible() {
    return has(BE);
  }

  boolean isBackedUp() {
    return has(BS);
  }

  /** Whether a credential stands in it. */
  boolean isAttested() {
    return has(AT);
  }

  private boolean has(int flag) {
    return (bytes[FLAGS_AT] & flag) != 0;
  }

  /** 32 bits without sign. */
  long counter() {
    return Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt(COUNTER_AT));
  }

  /** The credential id, of any length that 16 bits can say; empty without a credential. */
  byte[] credentialId() {
    return isAttested() ? Arrays.copyOfRange(bytes, ID_AT, idEnd) : new byte[0];
  }

  /** The COSE_Key, one CBOR map; empty without a credential. */
  byte[] key() {
    return Arrays.copyOfRange(bytes, idEnd, keyEnd);
  }
}
