package dev.penstock.signature;

import java.security.Provider;

/**
 * Where one algorithm is found in one security provider.
 *
 * @param keyFactory the provider's own name for the key factory; keys of another provider's making
 *     are slow or refused
 * @param signature the provider's own name for the signature with raw output
 */
public record JcaService(Provider provider, String keyFactory, String signature) {}
