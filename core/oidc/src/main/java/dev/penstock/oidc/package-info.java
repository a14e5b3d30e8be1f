/**
 * How a person signs in at an identity provider (OpenID Connect Core 1.0, authorization code flow
 * with PKCE): what is asked, what comes back, and what of it is believed. No request is sent here
 * and no person is looked up. Read {@link dev.penstock.oidc.CodeFlow} first, then {@link
 * dev.penstock.oidc.IdTokenJudge}.
 */
package dev.penstock.oidc;
