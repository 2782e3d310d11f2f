/** What may be registered for the topics: the product's own check of schemas, and its subjects. */
package com.alphapulse.riskbudget.schema;
