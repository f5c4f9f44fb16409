"""Abbreviations as employers write them in titles, written out."""

# Where one stands for several things, the one that titles mean most often.
_SHORT = """
    acct accountant; acctg accounting; adm administrator; admin administrative; ag agricultural; anlst analyst;
    ap accounts payable; app application; apps applications; ar accounts receivable; arch architect;
    asm assembly; assoc associate; asst assistant; ast assistant; atty attorney; aud auditor; auto automotive;
    bd business development; bldg building; bus business; cad computer aided design;
    cdl commercial drivers license; ceo chief executive officer; cert certified; cfo chief financial officer;
    chf chief; chro chief human resources officer; cio chief information officer;
    ciso chief information security officer; clk clerk; cmo chief marketing officer;
    cna certified nursing assistant; cnc computer numerical control; comm communications; comp compensation;
    constr construction; coo chief operating officer; coord coordinator; cpa certified public accountant;
    crna nurse anesthetist; csr customer service representative; cto chief technology officer; ctrl control;
    cust customer; db database; dba database administrator; dent dental; dept department; dep deputy;
    dev developer; devel development; dir director; dist district; distr distribution; dr doctor; drv driver;
    educ education; ehs environmental health safety; elec electrical; elem elementary;
    emt emergency medical technician; eng engineer; engr engineer; engrg engineering; env environmental;
    equip equipment; er emergency room; evp executive vice president; exec executive; fac facilities;
    fin financial; fsw food service worker; gen general; govt government; gm general manager;
    gp general practitioner; hha home health aide; hosp hospital; hr human resources; hs high school;
    hvac heating ventilation air conditioning; icu intensive care unit; info information; ins insurance;
    insp inspector; inst instructor; instr instructor; intl international; inv inventory;
    it information technology; lab laboratory; lic licensed; lpn licensed practical nurse;
    lvn licensed vocational nurse; mach machine; maint maintenance; mech mechanic; med medical;
    mfg manufacturing; mgmt management; mgr manager; mktg marketing; mkt marketing; mnt maintenance;
    mri magnetic resonance imaging; mtce maintenance; natl national; np nurse practitioner; nsg nursing;
    nurs nursing; occ occupational; off officer; ofc office; ofcr officer; opr operator; oper operator;
    ops operations; org organizational; ot occupational therapist; pa physician assistant;
    pct patient care technician; pharm pharmacy; phys physical; pm project manager; pr public relations;
    prin principal; prod production; prof professor; prog program; progr programmer; proj project;
    pt physical therapist; pub public; purch purchasing; qa quality assurance; qc quality control;
    rcpt receptionist; re real estate; rec recreation; recep receptionist; reg regional; rehab rehabilitation;
    rep representative; res research; rn registered nurse; rt respiratory therapist; sched scheduler;
    sci scientist; sec secretary; secy secretary; serv service; slp speech language pathologist; sls sales;
    soc social; spec specialist; spclst specialist; spvr supervisor; stat statistical; sub substitute;
    sup supervisor; supt superintendent; supv supervisor; supvr supervisor; supvsr supervisor; surg surgical;
    svc service; svcs services; svp senior vice president; svs services; swe software engineer;
    sw social worker; sys systems; tchr teacher; tech technician; telecom telecommunications; temp temporary;
    trans transportation; transp transportation; tv television; ui user interface; univ university;
    util utility; ux user experience; veh vehicle; vet veterinary; vp vice president; whs warehouse;
    whse warehouse; wkr worker; wrhs warehouse
"""
WRITTEN_OUT = {short: tuple(rest) for short, *rest in (entry.split() for entry in _SHORT.split(";"))}
