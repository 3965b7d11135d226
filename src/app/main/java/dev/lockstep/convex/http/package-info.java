/**
 * Function calls over HTTP. Knows OkHttp and the response shapes; must not know tokens beyond the one it is
 * handed. Start reading at FunctionCalls.
 */
@NullMarked
package dev.lockstep.convex.http;

import org.jspecify.annotations.NullMarked;
