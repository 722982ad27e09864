/** The OpenAPI document, made from the table of routes. */
@NullMarked
package dev.ratchet.api.openapi;

import org.jspecify.annotations.NullMarked;
