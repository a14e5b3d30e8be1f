/**
 * The conversation with an identity provider over HTTP: its configuration, its keys, codes for
 * tokens. What of it is believed is decided in core/oidc and not here. Read {@link
 * dev.penstock.oidc.provider.IdentityProvider} first.
 */
@NullMarked
package dev.penstock.oidc.provider;

import org.jspecify.annotations.NullMarked;
