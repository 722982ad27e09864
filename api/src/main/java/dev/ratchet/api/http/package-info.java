/** What all routes share: the table of them, who may use each, bodies and errors. */
@NullMarked
package dev.ratchet.api.http;

import org.jspecify.annotations.NullMarked;
