package dev.penstock.keys;

import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import java.util.List;
import java.util.Set;

/**
 * A place where private keys live and from which none is ever handed out: callers get signers.
 * Software and PKCS #11 tokens are homes today; TPM, DICE and PUF will be. Safe for use by several
 * threads.
 */
public interface KeyHome extends AutoCloseable {
  /** For people: what kind of home this is, and where. */
  String name();

  /** The algorithms that keys here can have. */
  Set<SignatureAlgorithm> algorithms();

  /** All keys, oldest first where the home knows their age. */
  List<KeyInfo> list() throws KeyHomeException;

  /** Makes a key; it is durable in its home on return. */
  KeyInfo generate(KeyUse use, SignatureAlgorithm algorithm) throws KeyHomeException;

  /**
   * A signer of the key with this id, which must have been made for this use. Whoever closes the
   * home or destroys the key sees to it that nobody signs with it any more: a signer of a software
   * key has a copy of its own.
   */
  Signer signer(String id, KeyUse use) throws KeyHomeException;

  /** Destroys the key for good; it is gone from its home on return. */
  void destroy(String id) throws KeyHomeException;

  /** Lets go of the home and forgets what memory holds of its keys. */
  @Override
  void close();
}
