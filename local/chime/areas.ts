/** Where a number may be searched: an area code with its state or province and its largest city. */
export interface Area {
  readonly country: string;
  readonly state: string | undefined;
  readonly city: string;
  /** Digits after the country's calling code. */
  readonly areaCode: string;
  /** `+` and the country's calling code. */
  readonly calling: string;
  /** The first digits of its subscribers' numbers, where not all are in use. */
  readonly head: string;
  /** Digits after the head. */
  readonly digits: number;
}

/**
 * Each state's area codes, each with a city; one that came over another has none. Those that libphonenumber's geocoding tables
 * know: what can be asked for can be had.
 */
const UNITED_STATES: Readonly<Record<string, string>> = {
  AK: '907 Anchorage',
  AL: '205 Birmingham, 251 Mobile, 256 Huntsville, 334 Montgomery, 659 Berry, 938',
  AR: '327, 479 Fort Smith, 501 Little Rock, 870 Jonesboro',
  AZ: '480 Mesa, 520 Tucson, 602 Phoenix, 623 Glendale, 928 Yuma',
  CA: '209 Stockton, 213 Los Angeles, 279, 310 Torrance, 323 Los Angeles, 341, 350, 369, 408 San Jose, 415 San Francisco, 424, 442, 510 Oakland, 530 Redding, 559 Fresno, 562 Long Beach, 619 San Diego, 626 Pasadena, 628, 650 Daly City, 657, 661 Bakersfield, 669, 707 Santa Rosa, 714 Anaheim, 738, 747, 760 Escondido, 805 Oxnard, 818 Glendale, 820, 831 Salinas, 840, 858 San Diego, 909 San Bernardino, 916 Sacramento, 925 Concord, 949 Irvine, 951 Riverside',
  CO: '303 Denver, 719 Colorado Springs, 720 Denver, 748, 970 Fort Collins, 983/2',
  CT: '203 Bridgeport, 475, 860 Hartford, 959',
  DC: '202 Washington, 771 Washington',
  DE: '302 Wilmington',
  FL: '239 Cape Coral, 305 Miami, 321 Palm Bay, 324, 352 Gainesville, 386 Deltona, 407 Orlando, 448, 561 West Palm Beach, 645, 656, 689, 727 St. Petersburg, 728 Palm Beach, 754, 772 Port St. Lucie, 786 Miami, 813 Tampa, 850 Tallahassee, 863 Lakeland, 904 Jacksonville, 941 North Port, 954 Fort Lauderdale',
  GA: '229 Albany, 404 Atlanta, 470, 478 Macon, 678 Alpharetta, 706 Augusta, 762, 770 Roswell, 912 Savannah, 943',
  HI: '808 Honolulu',
  IA: '319 Cedar Rapids, 515 Des Moines, 563 Davenport, 641 Mason City, 712 Sioux City',
  ID: '208 Boise, 986',
  IL: '217 Springfield, 224 North Chicago, 309 Peoria, 312 Chicago, 331, 447, 464, 618 Belleville, 630 Aurora, 708 Cicero, 730, 773 Chicago, 779 Rockford, 815 Rockford, 847 Elgin, 872 Chicago',
  IN: '219 Hammond, 260 Fort Wayne, 317 Indianapolis, 463, 574 South Bend, 765 Muncie, 812 Evansville, 930',
  KS: '316 Wichita, 620 Hutchinson, 785 Topeka, 913 Kansas City',
  KY: '270 Bowling Green, 364, 502 Louisville, 606 Ashland, 859 Lexington',
  LA: '225 Baton Rouge, 318 Shreveport, 337 Lafayette, 504 New Orleans, 985 Houma',
  MA: '339, 351, 413 Springfield, 508 Worcester, 617 Boston, 774 New Bedford, 781 Waltham, 857 Boston, 978 Lowell',
  MD: '227, 240 Frederick, 301 Germantown, 410 Baltimore, 443 Baltimore, 667',
  ME: '207 Portland',
  MI: '231 Muskegon, 248 Troy, 269 Kalamazoo, 313 Detroit, 517 Lansing, 586 Warren, 616 Grand Rapids, 734 Ann Arbor, 810 Flint, 906 Marquette, 947, 989 Saginaw',
  MN: '218 Duluth, 320 St. Cloud, 507 Rochester, 612 Minneapolis, 651 St. Paul, 763 Elk River, 952 Bloomington',
  MO: '235, 314 St. Louis, 417 Springfield, 557, 573 Columbia, 636 O Fallon, 660 Sedalia, 816 Kansas City, 975',
  MS: '228 Gulfport, 601 Jackson, 662 Southaven, 769 Jackson',
  MT: '406 Billings',
  NC: '252 Greenville, 336 Greensboro, 472, 704 Charlotte, 743, 828 Asheville, 910 Fayetteville, 919 Raleigh, 980 Charlotte, 984',
  ND: '701 Fargo',
  NE: '308 Grand Island, 402 Omaha, 531',
  NH: '603 Manchester',
  NJ: '201 Jersey City, 551, 609 Trenton, 640, 732 Toms River, 848, 856 Camden, 862 East Orange, 908 Elizabeth, 973 Newark',
  NM: '505 Albuquerque, 575 Las Cruces',
  NV: '702 Las Vegas, 725, 775 Reno',
  NY: '212 New York, 315 Syracuse, 329, 332 New York, 347 Brooklyn, 363, 516 Hempstead, 518 Albany, 585 Rochester, 607 Binghamton, 631 Islip, 646 New York, 680, 716 Buffalo, 718 Brooklyn, 838, 845 New City, 914 Yonkers, 917, 929, 934 New York',
  OH: '216 Cleveland, 220, 234 Akron, 283, 326, 330 Akron, 380, 419 Toledo, 440 Parma, 513 Cincinnati, 567, 614 Columbus, 740 Newark, 937 Dayton',
  OK: '405 Oklahoma City, 539, 572, 580 Lawton, 918 Tulsa',
  OR: '458, 503 Portland, 541 Eugene, 971 Portland',
  PA: '215 Philadelphia, 223, 267 Philadelphia, 272, 412 Pittsburgh, 445 Philadelphia, 484 Allentown, 570 Scranton, 582, 610 Allentown, 717 Lancaster, 724 New Castle, 814 Erie, 835, 878',
  RI: '401 Providence',
  SC: '803 Columbia, 821, 839, 843 Charleston, 854, 864 Greenville',
  SD: '605 Sioux Falls',
  TN: '423 Chattanooga, 615 Nashville, 629, 731 Jackson, 865 Knoxville, 901 Memphis, 931 Clarksville',
  TX: '210 San Antonio, 214 Dallas, 254 Killeen, 281 Pasadena, 325 Abilene, 346, 361 Corpus Christi, 409 Beaumont, 430, 432 Midland, 469 Plano, 512 Austin, 682 Fort Worth, 713 Houston, 726 San Antonio, 737, 806 Lubbock, 817 Fort Worth, 830 New Braunfels, 832 Houston, 903 Tyler, 915 El Paso, 936 Conroe, 940 Denton, 945, 956 Laredo, 972 Plano, 979 College Station',
  UT: '385, 435 St. George, 801 Salt Lake City',
  VA: '276 Bristol, 434 Lynchburg, 540 Roanoke, 571 Manassas, 686, 703 Arlington, 757 Virginia Beach, 804 Richmond, 826, 948',
  VT: '802 Burlington',
  WA: '206 Seattle, 253 Tacoma, 360 Vancouver, 425 Bellevue, 509 Spokane, 564',
  WI: '262 Kenosha, 274, 353, 414 Milwaukee, 534, 608 Madison, 715 Eau Claire, 920 Green Bay',
  WV: '304 Charleston, 681',
  WY: '307 Cheyenne',
};

const CANADA: Readonly<Record<string, string>> = {
  AB: '368, 403 Calgary, 587, 780 Edmonton, 825',
  BC: '236, 250 Victoria, 257, 604 Vancouver, 672, 778 Surrey',
  MB: '204 Winnipeg, 431, 584',
  NB: '428, 506 Moncton',
  NL: '709 St. John s, 879',
  NS: '782, 902 Halifax',
  NT: '867 Yellowknife',
  ON: '226 London, 249, 289 Hamilton, 343, 365, 382, 416 Toronto, 437 Toronto, 519 London, 548, 613 Ottawa, 647, 683, 705 Sudbury, 742, 753, 807 Thunder Bay, 905 Hamilton, 942 Toronto',
  QC: '263 Montreal, 354, 367, 418 Quebec, 438 Montreal, 450 Laval, 468, 514 Montreal, 579, 581, 819 Gatineau, 873',
  SK: '306 Saskatoon, 474, 639',
};

/** Each with the head of the numbers that Ofcom keeps for drama, so that nobody has them. */
const UNITED_KINGDOM =
  '20/79460 London, 113/4960 Leeds, 114/4960 Sheffield, 116/4960 Leicester, 117/4960 Bristol, 118/4960 Reading, 121/4960 Birmingham, 131/4960 Edinburgh, 141/4960 Glasgow, 151/4960 Liverpool, 161/4960 Manchester, 191/4980 Newcastle';

const NEW_ZEALAND = '3/3 Christchurch, 4/4 Wellington, 6/3 Palmerston North, 7/8 Hamilton, 9/3 Auckland';

/** Source: service model, `TollFreePrefix`. */
const TOLL_FREE = ['800', '833', '844', '855', '866', '877', '888'];

/** `length` counts the digits after the calling code. */
const listed = (codes: string, country: string, calling: string, length: number, state?: string): Area[] =>
  codes.split(', ').map((entry) => {
    const [code = '', ...city] = entry.split(' ');
    const [areaCode = '', head = ''] = code.split('/');
    const digits = length - areaCode.length - head.length;
    return { country, state, city: city.join(' '), areaCode, calling, head, digits };
  });

const byState = (states: Readonly<Record<string, string>>, country: string) =>
  Object.entries(states).flatMap(([state, codes]) => listed(codes, country, '+1', 10, state));

/** The areas in which numbers can be ordered without papers. */
export const LOCAL_AREAS: readonly Area[] = [
  ...byState(UNITED_STATES, 'US'),
  ...byState(CANADA, 'CA'),
  ...listed(UNITED_KINGDOM, 'GB', '+44', 10),
  ...listed(NEW_ZEALAND, 'NZ', '+64', 8),
];

export const TOLL_FREE_AREAS: readonly Area[] = TOLL_FREE.map((areaCode) => ({
  country: 'US',
  state: undefined,
  city: '',
  areaCode,
  calling: '+1',
  head: '',
  digits: 7,
}));
