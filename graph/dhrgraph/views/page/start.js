"use strict";
dhr.start();
